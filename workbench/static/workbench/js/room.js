// Follows a room: keeps what a facilitator is doing while the page is brought up to date, saves notes, and moves on with the group.

const PAUSE = 1500;
const step = document.querySelector("#step");
const notes = document.querySelector("#note-form");
let isTouched = false;

// What is ticked, typed or open inside the part that is about to be replaced would be lost: then it waits for the next time.
function isInUse(part) {
  const active = document.activeElement;
  return part.querySelector("input:checked") || (part.contains(active) && active.matches("input, textarea, select"));
}

document.body.addEventListener("htmx:beforeSwap", (event) => {
  const part = event.detail.target;
  if (["room-live", "room-side"].includes(part.id) && isInUse(part)) event.detail.shouldSwap = false;
});

// Nobody is taken away from a step on which they have begun to write; for them the line with the link is enough.
function follow() {
  const link = document.querySelector("[data-follow]");
  if (link && !isTouched && !(step && step.contains(document.activeElement))) location.assign(link.href);
}

step?.addEventListener("input", () => (isTouched = true));
document.body.addEventListener("htmx:afterSwap", follow);

function tick() {
  const clock = document.querySelector("[data-ends]");
  if (!clock) return;
  const left = Math.round((new Date(clock.dataset.ends) - Date.now()) / 1000);
  clock.textContent = left <= 0 ? clock.dataset.over : `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
}
setInterval(tick, 1000);
tick();

// Notes save themselves, and wait in this tab until they are saved: pressing another button does not lose them.
if (notes) {
  const saver = document.querySelector("#note-save");
  const { version, words } = notes.elements;
  const store = `notes:${notes.getAttribute("action")}`;
  let timer = null;

  const save = () => {
    clearTimeout(timer);
    htmx.trigger(saver, "room:save-note");
  };
  notes.addEventListener("input", () => {
    sessionStorage.setItem(store, JSON.stringify([version.value, words.value]));
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  document.body.addEventListener("htmx:afterSwap", () => {
    const saved = document.querySelector("#note-saved [data-version]");
    if (!saved || saved.dataset.version === version.value) return;
    version.value = saved.dataset.version;
    sessionStorage.removeItem(store);
  });
  notes.addEventListener("submit", () => {
    clearTimeout(timer);
    sessionStorage.removeItem(store);
  });
  const [keptVersion, kept] = JSON.parse(sessionStorage.getItem(store) || "[]");
  if (kept !== undefined && keptVersion === version.value && kept !== words.value) {
    words.value = kept;
    save();
  } else {
    sessionStorage.removeItem(store);
  }
}
