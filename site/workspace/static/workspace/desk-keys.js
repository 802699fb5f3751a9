// Keys of the desks, told in docs/desk.md: each clicks the button or link that carries it in data-key.
// Never while something is typed, never with a modifier, and not at all where the editor switched them off.
const box = document.querySelector("#keys-on");
const read = () => { try { return localStorage.getItem("desk-keys") !== "off"; } catch { return true; } };
const apply = (on) => document.body.classList.toggle("has-keys", on);
if (box) {
  box.checked = read();
  box.closest("p").hidden = false;
  box.addEventListener("change", () => {
    try { localStorage.setItem("desk-keys", box.checked ? "on" : "off"); } catch { /* Only this page forgets it. */ }
    apply(box.checked);
  });
}
apply(read());

// A key that decides is not taken in the first moments of a page: it was meant for what was shown before.
// Nor while a decision is being sent. A key that is held repeats itself, and is never taken.
const SETTLED = 400;
let shownAt = Infinity;
let isSending = false;
addEventListener("pageshow", () => { shownAt = performance.now(); isSending = false; });
addEventListener("submit", () => { isSending = true; });
const isTooSoon = (target) => target.hasAttribute("data-decides") && (isSending || performance.now() - shownAt < SETTLED);

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || !document.body.classList.contains("has-keys")) return;
  // Escape closes the form of a decision, also while something is typed there.
  if (event.key !== "Escape" && event.target.closest("input:not([type=checkbox],[type=radio]),select,textarea")) return;
  const target = [...document.querySelectorAll("[data-key]")].find((each) => each.dataset.key === event.key && each.checkVisibility());
  if (target) {
    event.preventDefault();
    if (!isTooSoon(target)) target.click();
  }
});

// The link that opens the form of a decision chooses the decision as well, and leads to its first reason.
document.querySelector("[data-choose]")?.addEventListener("click", (event) => {
  const form = document.querySelector("#decide");
  event.preventDefault();
  location.hash = "decide";
  const choice = form.querySelector(`[name=decision][value="${event.currentTarget.dataset.choose}"]`);
  choice.checked = true;
  (form.querySelector("[name=reasons]") ?? choice).focus();
});
