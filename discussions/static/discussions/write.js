// What is typed into the box of a post is saved as a draft in pauses. Without this file the form works as any other.
{
  const PAUSE = 3000; // milliseconds without a letter
  const form = document.querySelector("form[data-autosave]");
  const said = form.querySelector("[data-said]");
  let waiting;

  async function save() {
    const data = new FormData(form);
    data.set("action", "autosave");
    try {
      const answer = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" } });
      if (answer.ok && !answer.redirected) said.textContent = (await answer.json()).said;
    } catch {
      // No connection: the words are still in the box, and the next pause tries again.
    }
  }

  form.addEventListener("input", ({ target }) => {
    if (!["text", "title"].includes(target.name)) return;
    clearTimeout(waiting);
    waiting = setTimeout(save, PAUSE);
  });
  form.addEventListener("submit", () => clearTimeout(waiting));
}
