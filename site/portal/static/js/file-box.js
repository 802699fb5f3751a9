// A box for a file gets a button with words of the portal, where the browser has words in its own language; the name of
// the chosen file stands beside it. Parts of a form that come later are told by "added" and "renewed".
{
  function dress(part) {
    for (const pick of part.querySelectorAll("[data-pick]")) {
      pick.classList.add("dressed");
      pick.firstElementChild.hidden = false;
    }
  }
  dress(document);
  document.addEventListener("added", ({ target }) => dress(target));
  document.addEventListener("renewed", () => dress(document));
  document.addEventListener("change", ({ target }) => {
    const picked = target.closest("[data-pick]")?.parentElement.querySelector("[data-picked]");
    if (picked) picked.textContent = [...target.files].map((file) => file.name).join(", ");
  });
}
