// Saves a form about a second after the person pauses, in order, and keeps unsent words in this tab until they are saved.
// The form says under which name (data-autosave) and at which version (data-saved-version); #autosave says where to.

const PAUSE = 1000;
const RETRY = [2000, 5000, 15000, 30000];

const form = document.querySelector("form[data-autosave]");
const saver = document.querySelector("#autosave");
const store = `autosave:${form.dataset.autosave}`;
let timer = null;
let failures = 0;
let isDirty = false;

function fields() {
  const data = new FormData(form);
  ["csrfmiddlewaretoken", "key", "version"].forEach((name) => data.delete(name));
  return [...data.entries()];
}

// With its key: a save whose answer got lost may have arrived, and the same key says that it is the same hand.
function keepInTab() {
  const { key, version } = form.elements;
  sessionStorage.setItem(store, JSON.stringify({ key: key.value, version: version.value, fields: fields() }));
}

function restore() {
  const kept = JSON.parse(sessionStorage.getItem(store) || "null");
  if (!kept || kept.version !== form.dataset.savedVersion) {
    sessionStorage.removeItem(store);
    return;
  }
  form.elements.key.value = kept.key;
  for (const control of form.elements) {
    if (["radio", "checkbox"].includes(control.type)) {
      control.checked = kept.fields.some(([name, value]) => name === control.name && value === control.value);
    } else if (["TEXTAREA", "SELECT"].includes(control.tagName) || control.type === "text") {
      control.value = (kept.fields.find(([name]) => name === control.name) || [null, control.value])[1];
    }
  }
  changed();
}

function changed() {
  isDirty = true;
  keepInTab();
  clearTimeout(timer);
  timer = setTimeout(save, PAUSE);
}

function save() {
  clearTimeout(timer);
  if (isDirty) {
    isDirty = false;
    htmx.trigger(saver, "autosave");
  }
}

function notSaved(words) {
  isDirty = true;
  const box = document.createElement("div");
  box.className = "pb-unsaved";
  box.setAttribute("role", "alert");
  box.textContent = words;
  document.querySelector("#saved").replaceChildren(box);
  timer = setTimeout(save, RETRY[Math.min(failures++, RETRY.length - 1)]);
}

function acknowledged(event) {
  if (event.detail.requestConfig?.elt !== saver) return;
  const next = document.querySelector("#saved [data-next-key]");
  if (!next) {
    isDirty = true; // the page says why; leaving it would lose what was typed
    return;
  }
  failures = 0;
  form.elements.key.value = next.dataset.nextKey;
  form.elements.version.value = next.dataset.nextVersion;
  form.dataset.savedVersion = next.dataset.nextVersion;
  next.remove();
  if (isDirty) keepInTab();
  else sessionStorage.removeItem(store);
}

form.addEventListener("input", changed);
form.addEventListener("submit", () => {
  clearTimeout(timer);
  keepInTab();
  window.removeEventListener("beforeunload", warn);
});
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save());
window.addEventListener("online", save);

function warn(event) {
  if (isDirty || failures) event.preventDefault();
}
window.addEventListener("beforeunload", warn);

// On a page that also looks what the group is doing, only the saves are of interest here.
function isOurs(event) {
  return event.detail.elt === saver;
}

// Signing in again, in another tab, gives out a new token; with the old one of this page every save would be refused.
document.body.addEventListener("htmx:configRequest", (event) => {
  if (!isOurs(event)) return;
  const token = (document.cookie.match(/csrftoken=([^;]+)/) || [])[1];
  if (!token) return;
  form.elements.csrfmiddlewaretoken.value = token;
  event.detail.parameters.csrfmiddlewaretoken = token;
  event.detail.headers["X-CSRFToken"] = token;
});

document.body.addEventListener("htmx:afterSwap", acknowledged);
document.body.addEventListener("htmx:sendError", (event) => isOurs(event) && notSaved(saver.dataset.offline));
document.body.addEventListener("htmx:timeout", (event) => isOurs(event) && notSaved(saver.dataset.offline));
document.body.addEventListener(
  "htmx:responseError",
  (event) => isOurs(event) && notSaved(event.detail.xhr.status === 401 ? saver.dataset.signedOut : saver.dataset.offline),
);

if (document.querySelector(".govuk-error-summary")) sessionStorage.removeItem(store);
else restore();
