// Starts the GOV.UK components, and starts them again in what htmx has swapped in. Shows a person's own times by their clock.
import { initAll } from "./govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
document.body.addEventListener("htmx:afterSwap", (event) => initAll({ scope: event.detail.target }));

const OWN = {
  time: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  day: { day: "numeric", month: "long", year: "numeric" },
};

// The server does not know where a person is: it writes these times in a zone that it names, and that is what stays without JavaScript.
function showOwnTimes() {
  for (const time of document.querySelectorAll("time[data-own]")) {
    time.textContent = new Date(time.dateTime).toLocaleString(document.documentElement.lang, OWN[time.dataset.own]);
  }
}
showOwnTimes();
document.body.addEventListener("htmx:afterSwap", showOwnTimes);
