// Keys of the editors' desk, told in docs/desk.md: j and k go through the list, c to Claim, d to the decision.
// Where something is open beside the list, keys belong first to what carries them in data-key (desk-keys.js).
// Never while something is typed, and never with a modifier: those are the browser's and the screen reader's.
document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input:not([type=checkbox]),select,textarea")) return;
  const links = [...document.querySelectorAll(".queue tbody th a")];
  const at = links.findIndex((link) => link.closest("tr").contains(document.activeElement));
  const to = {
    j: () => links[Math.min(at + 1, links.length - 1)],
    k: () => links[Math.max(at - 1, 0)],
    c: () => links[at]?.closest("tr").querySelector("button[formaction]"),
    d: () => document.querySelector("#decide input[type=radio]"),
  }[event.key]?.();
  if (to) {
    event.preventDefault();
    to.focus();
  }
});

// Who types works on the piece: her claim is renewed, every five minutes at most.
let kept = Date.now();
document.addEventListener("input", ({ target }) => {
  const form = target.closest("form[data-keep]");
  if (!form || Date.now() - kept < 300000) return;
  kept = Date.now();
  fetch(form.dataset.keep, { method: "POST", headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value } }).catch(() => {});
});

// Saved replies: the list is loaded into the form, and a text goes behind what is typed. Without this both send the form.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-replies],[data-reply]");
  if (!button) return;
  event.preventDefault();
  if ("reply" in button.dataset) {
    const box = document.querySelector("#decide [name=reason]");
    box.value = [box.value.trim(), button.dataset.reply].filter(Boolean).join("\n");
    box.focus();
    return;
  }
  try {
    const answer = await fetch(button.dataset.replies);
    const list = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#replies");
    document.querySelector("#replies").replaceWith(list);
    list.querySelector("button, a").focus();
  } catch { button.form.requestSubmit(button); }
});
