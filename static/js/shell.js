// Comforts on top of pages that work without any script.
"use strict";

// The error summary takes the focus, also when a part of the page was exchanged.
const focusSummary = (root) => root.querySelector(".error-summary")?.focus();
focusSummary(document);
document.addEventListener("htmx:afterSwap", (event) => focusSummary(event.target));

// Our own sentences, above the field and in the summary, instead of the browser's bubbles.
for (const form of document.forms) if (form.method === "post") form.noValidate = true;

// Menus close on Escape and on a click beside them.
const openMenus = () => document.querySelectorAll("details.menu[open], details.site-nav[open]");
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
});

// A day may be typed or said; here it can also be picked from the browser's own calendar.
const offerCalendar = (root) => {
  for (const pick of root.querySelectorAll("[data-day-pick][hidden]")) {
    const [button, calendar] = pick.children;
    if (!calendar.showPicker) continue;
    pick.hidden = false;
    button.addEventListener("click", () => calendar.showPicker());
    calendar.addEventListener("change", () => {
      document.getElementById(pick.dataset.dayPick).value = calendar.value;
      button.focus();
    });
  }
};
offerCalendar(document);
document.addEventListener("htmx:afterSwap", (event) => offerCalendar(event.target));
