// Moves through the grid with the arrow keys, and keeps each press without loading the page again.

const form = document.querySelector("#grid-form");
const table = form?.querySelector("table");
const FOCUS = "grid:focus";
let waiting = Promise.resolve();

const revision = () => document.querySelector("#step [name=revision]")?.value;
const stops = () => [...table.querySelectorAll("tr")].map((row) => [...row.querySelectorAll("a, button")]).filter((row) => row.length);
const column = (stop) => stop.closest("th, td").cellIndex;

// One stop of the Tab key for the whole grid, as screen readers and keyboards expect of one.
function rove(stop) {
  table.querySelectorAll("[tabindex='0']").forEach((each) => (each.tabIndex = -1));
  stop.tabIndex = 0;
}

function go(stop) {
  if (!stop) return;
  rove(stop);
  stop.focus();
  stop.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function nearest(row, wanted) {
  return row?.find((stop) => column(stop) === wanted) || row?.[0];
}

function target(key, isFar, stop) {
  const rows = stops();
  const at = rows.findIndex((row) => row.includes(stop));
  const row = rows[at];
  const place = row.indexOf(stop);
  const forward = getComputedStyle(table).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
  if (key === "ArrowUp") return nearest(rows[at - 1], column(stop));
  if (key === "ArrowDown") return nearest(rows[at + 1], column(stop));
  if (key === "ArrowLeft" || key === "ArrowRight") return row[place + (key === forward ? 1 : -1)];
  if (key === "Home") return (isFar ? rows[0] : row)[0];
  if (key === "End") return (isFar ? rows.at(-1) : row).at(-1);
  return null;
}

function onKey(event) {
  const stop = event.target.closest("a, button");
  if (!stop || event.altKey || event.metaKey) return;
  const next = target(event.key, event.ctrlKey, stop);
  if (next !== null) event.preventDefault();
  go(next);
}

function notSaved() {
  const box = document.createElement("div");
  box.className = "pb-unsaved";
  box.setAttribute("role", "alert");
  box.textContent = document.querySelector("#step").dataset.notSaved;
  document.querySelector("#step").replaceChildren(box);
}

// One after the other: each step needs the revision that the answer to the one before it brings.
function send(address, values) {
  waiting = waiting.then(() => keep(address, values));
}

async function keep(address, values) {
  const before = revision();
  if (before === undefined) return;
  try {
    await htmx.ajax("POST", address, { source: form, target: form, swap: "none", values });
  } catch {
    notSaved();
    return;
  }
  const now = revision();
  if (now !== undefined && now !== before) {
    document.querySelectorAll("input[name=revision]").forEach((each) => (each.value = now));
  } else if (now !== undefined && !document.querySelector("#step [aria-disabled]")) {
    notSaved();
  }
}

function onSubmit(event) {
  const step = event.target.closest("#step form");
  const cell = event.submitter?.name === "mark" ? event.submitter : null;
  if (!step && !cell) return;
  event.preventDefault();
  send(event.target.action, cell ? { mark: cell.value } : {});
}

function onUndoKey(event) {
  const isTyping = event.target.closest("input, textarea, select");
  const key = event.key.toLowerCase();
  if (isTyping || !(event.ctrlKey || event.metaKey) || (key !== "z" && key !== "y")) return;
  event.preventDefault();
  const name = key === "y" || event.shiftKey ? "#redo" : "#undo";
  document.querySelector(name)?.form.requestSubmit();
}

if (table) {
  table.setAttribute("role", "grid");
  table.querySelectorAll("a, button").forEach((stop) => (stop.tabIndex = -1));
  rove(table.querySelector("tbody button"));
  table.addEventListener("focusin", (event) => event.target.closest("a, button") && rove(event.target.closest("a, button")));
  table.addEventListener("keydown", onKey);
  document.addEventListener("submit", onSubmit);
  document.addEventListener("keydown", onUndoKey);
  window.addEventListener("pagehide", () => sessionStorage.setItem(FOCUS, document.activeElement?.id || ""));
  const isAgain = performance.getEntriesByType("navigation")[0]?.type === "reload";
  const wanted = isAgain ? sessionStorage.getItem(FOCUS) : location.hash.slice(1);
  const stop = wanted && document.getElementById(wanted);
  if (stop && table.contains(stop)) go(stop);
}
