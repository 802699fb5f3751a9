// Tells somebody who is typing that her session has ended, before she sends: her words stay where they are. When she has
// signed in beside it, the forms get a token that holds. Nothing is kept here, and who only reads asks for nothing.
{
  const PAUSE = 300_000; // milliseconds between two questions while something is typed
  const { session, sessionSignIn, sessionEnded, sessionAgain } = document.currentScript.dataset;
  // A page that gives words back says itself that nobody is signed in; it only waits for the token.
  const isGivenBack = Boolean(document.querySelector("form[data-kept]"));
  let asked = Number(isGivenBack);
  let person; // who began to type: nobody else's session is hers
  let bar;

  async function ask() {
    asked = Date.now();
    try {
      const answer = await fetch(session, { headers: { Accept: "application/json" }, cache: "no-store" });
      const told = await answer.json();
      person ??= told.person;
      if (told.person && told.person === person) renew(told.token);
      else show(told.url ?? sessionSignIn);
    } catch {
      // No connection: that says nothing of the session.
    }
  }

  function show(address) {
    if (bar || isGivenBack) return;
    const link = Object.assign(document.createElement("a"), { href: address, target: "_blank", textContent: sessionAgain });
    link.style.cssText = "color: inherit; text-decoration: underline; margin-inline-start: .5rem";
    bar = document.createElement("div");
    bar.role = "alert";
    bar.style.cssText =
      "position: sticky; inset-block-start: 0; z-index: 1000; padding: .75rem 1rem; background: #7a1237; color: #fff";
    document.body.prepend(bar);
    bar.append(sessionEnded, link);
  }

  function renew(token) {
    bar?.remove();
    bar = undefined;
    for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = token;
  }

  document.addEventListener("input", ({ target }) => {
    if (target.closest?.("form[method=post i]") && Date.now() - asked > PAUSE) ask();
  });
  document.addEventListener("visibilitychange", () => {
    if (asked && !document.hidden) ask();
  });
}
