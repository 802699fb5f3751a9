// Leave at once. Without this file the link works as any other; with it the way back does not lead here again as far
// as a page can see to that: this entry is replaced, and whoever comes back to a page with the link is sent on.
const LEFT = "left";

function leave(link) {
  sessionStorage.setItem(LEFT, "1");
  document.title = "";
  document.body.replaceChildren();
  location.replace(link.href);
}

const link = document.querySelector("a.leave");

link.addEventListener("click", (event) => {
  event.preventDefault();
  leave(link);
});

// Three times Escape, for whoever has no time to find the button.
let pressed = 0;
document.addEventListener("keydown", (event) => {
  pressed = event.key === "Escape" ? pressed + 1 : 0;
  if (pressed === 3) leave(link);
});

addEventListener("pageshow", (event) => {
  const cameBack = event.persisted || performance.getEntriesByType("navigation")[0]?.type === "back_forward";
  if (cameBack && sessionStorage.getItem(LEFT)) leave(link);
  else sessionStorage.removeItem(LEFT);
});
