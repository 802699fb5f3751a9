// Keys of the press desk, told in docs/press.md: each clicks the button or link that carries it in data-key.
// Never while something is typed, never with a modifier, and not at all where the editor switched them off.
const box = document.querySelector("#keys-on");
const read = () => { try { return localStorage.getItem("press-keys") !== "off"; } catch { return true; } };
const apply = (on) => document.body.classList.toggle("has-keys", on);
if (box) {
  box.checked = read();
  box.closest("p").hidden = false;
  box.addEventListener("change", () => {
    try { localStorage.setItem("press-keys", box.checked ? "on" : "off"); } catch { /* Only this page forgets it. */ }
    apply(box.checked);
  });
}
apply(read());

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || !document.body.classList.contains("has-keys")) return;
  if (event.target.closest("input:not([type=checkbox]),select,textarea")) return;
  const target = [...document.querySelectorAll("[data-key]")].find((each) => each.dataset.key === event.key);
  if (target) {
    event.preventDefault();
    target.click();
  }
});
