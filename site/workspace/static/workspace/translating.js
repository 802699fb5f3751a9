// The translator's page: each box is saved by itself in pauses and when she leaves it, a suggestion goes into its box by
// one tap, and "Send" opens once every sentence has its words. Without this file the form works as any other.
{
  const PAUSE = 3000; // milliseconds without a letter until a box is saved
  const form = document.querySelector("form[data-elsewhere]");
  const find = (name) => document.querySelector(`[data-${name}]`);
  const boxes = [...form.querySelectorAll("textarea")];
  const saved = new Map(boxes.map((box) => [box, box.value]));
  const timers = new Map();
  const stillRight = (box) => box.closest(".sentence").querySelector("input[type=checkbox]");
  // A changed original is settled by other words, or by the check box.
  const isOpen = (box) => !box.value.trim() || (stillRight(box) && !stillRight(box).checked && box.value === box.defaultValue);

  function say(text, isGood) {
    find("tick").hidden = !isGood;
    if (find("said").textContent !== text) find("said").textContent = text;
  }

  function count() {
    const left = Number(form.dataset.elsewhere) + boxes.filter(isOpen).length;
    for (const name of ["send", "look", "send_both"]) if (form.elements[name]) form.elements[name].disabled = left > 0;
    if (find("left")) find("left").hidden = left === 0;
  }

  function show(box, problem) {
    const field = box.closest(".field");
    const id = `${box.id}-error`;
    field.classList.toggle("bad", Boolean(problem));
    field.querySelector(".error")?.remove();
    box.toggleAttribute("aria-invalid", Boolean(problem));
    box.setAttribute("aria-describedby", problem ? `${box.id}-original ${id}` : `${box.id}-original`);
    if (problem) box.before(Object.assign(document.createElement("p"), { id, className: "error", textContent: problem }));
  }

  async function save(box) {
    clearTimeout(timers.get(box));
    const typed = box.value;
    const isSettled = stillRight(box)?.checked;
    if (typed === saved.get(box) && !isSettled) return;
    const body = new FormData();
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.set(box.name, typed);
    if (isSettled) body.set(stillRight(box).name, "1");
    try {
      // keepalive: also when the page is left at this moment.
      const answer = await fetch(location.pathname, { method: "POST", body, headers: { Accept: "application/json" }, keepalive: true });
      const told = await answer.json();
      if (answer.ok) saved.set(box, typed);
      show(box, told.problems[box.name]);
      say(told.said, answer.ok);
    } catch {
      say(form.dataset.unsaved, false);
    }
  }

  form.addEventListener("input", ({ target }) => {
    const box = target.closest(".sentence").querySelector("textarea");
    clearTimeout(timers.get(box));
    timers.set(box, setTimeout(save, PAUSE, box));
    count();
  });
  form.addEventListener("focusout", ({ target }) => {
    if (boxes.includes(target)) save(target);
  });
  addEventListener("online", () => boxes.forEach(save));

  form.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const box = button.closest(".sentence")?.querySelector("textarea");
    if (button.name === "use") {
      event.preventDefault();
      box.value = button.dataset.words;
      box.focus();
      count();
      // What was written for a similar sentence is saved when she has read it and leaves the box.
      if ("exact" in button.dataset) save(box);
    } else if (button.matches(".chip")) {
      box.setRangeText(`[${button.dataset.link}: ${button.dataset.label}]`, box.selectionStart, box.selectionEnd, "end");
      box.focus();
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });

  // The chip of a link writes it into the box: brackets are hard to find on a telephone's Khmer keyboard.
  for (const chip of form.querySelectorAll(".chip")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "chip";
    button.dataset.link = chip.dataset.link;
    button.append(...chip.childNodes);
    button.dataset.label = [...button.childNodes].filter((node) => !node.matches?.("svg,small")).map((node) => node.textContent).join("").replaceAll("\u200b", "").trim();
    chip.replaceWith(button);
  }

  find("next")?.addEventListener("click", (event) => {
    const next = boxes.find(isOpen);
    if (!next) return;
    event.preventDefault();
    next.closest(".sentence").scrollIntoView();
    next.focus();
  });
  count();
}
