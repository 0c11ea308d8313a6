// Copies the tables that a button names as text with tabs, ready to be pasted into a spreadsheet.

const FORMULA = /^[=+\-@\t\r]/;

// What only screen readers hear stays out; a text that a spreadsheet would take for a formula gets an apostrophe.
function textOf(cell) {
  const copy = cell.cloneNode(true);
  copy.querySelectorAll(".pb-hide, svg").forEach((hidden) => hidden.remove());
  const text = copy.textContent.replace(/\s+/g, " ").trim();
  return FORMULA.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
}

function cellsOf(row) {
  return [...row.cells].flatMap((cell) => [textOf(cell), ...Array(cell.colSpan - 1).fill("")]);
}

function asText(table) {
  const rows = [...table.rows].map((row) => cellsOf(row).join("\t"));
  return [table.caption ? textOf(table.caption) : "", ...rows].join("\n");
}

async function copy(button) {
  const tables = [...document.querySelectorAll(button.dataset.copy)];
  const status = document.querySelector("#status");
  try {
    await navigator.clipboard.writeText(tables.map(asText).join("\n\n"));
    status.textContent = button.dataset.copied;
    button.textContent = button.dataset.copied;
  } catch {
    status.textContent = button.dataset.failed;
    button.textContent = button.dataset.failed;
  }
}

document.body.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-copy]");
  if (button) {
    copy(button);
  }
});
