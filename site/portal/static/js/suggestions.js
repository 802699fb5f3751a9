// Suggestions under the search box while somebody types: the combobox with a listbox of the WAI-ARIA practices.
// Without this file the form works as it is, and its second button shows the same on a page.

const WAIT = 200; // milliseconds without a letter: a slow line is asked once a word, not once a letter

function combobox(input) {
  const list = document.createElement("ul");
  const status = document.createElement("p");
  let options = [];
  let active = -1;
  let timer;
  let asked;

  list.id = `${input.id}-suggestions`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.dataset.name);
  list.hidden = true;
  status.className = "unseen";
  status.setAttribute("role", "status");
  input.form.append(list, status);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    activate(-1);
  }

  function activate(index) {
    options[active]?.setAttribute("aria-selected", "false");
    active = index;
    if (index < 0) return input.removeAttribute("aria-activedescendant");
    options[index].setAttribute("aria-selected", "true");
    options[index].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[index].id);
  }

  function option(suggestion, index) {
    const item = document.createElement("li");
    item.id = `${list.id}-${index}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.lang = suggestion.language;
    item.dataset.url = suggestion.url;
    item.textContent = suggestion.text;
    if (suggestion.label) {
      const label = document.createElement("small");
      label.lang = document.documentElement.lang;
      label.textContent = ` · ${suggestion.label}`;
      item.append(label);
    }
    return item;
  }

  function show(suggestions) {
    activate(-1);
    options = suggestions.map(option);
    list.replaceChildren(...options);
    list.hidden = !options.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    status.textContent = options.length ? input.dataset.some : input.dataset.none;
  }

  async function ask() {
    asked?.abort();
    asked = new AbortController();
    const address = `${input.dataset.suggestions}?q=${encodeURIComponent(input.value)}`;
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" }, signal: asked.signal });
      if (answer.ok) show((await answer.json()).suggestions);
    } catch {
      close(); // the line is down or somebody typed on: the form still works
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(input.value.trim().length > 1 ? ask : close, WAIT);
  });

  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") activate(active + 1 < options.length ? active + 1 : 0);
    else if (event.key === "ArrowUp") activate(active > 0 ? active - 1 : options.length - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && active >= 0) location.assign(options[active].dataset.url);
    else return;
    event.preventDefault();
  });

  // Pressing the mouse would take the focus away before the click arrives.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const chosen = event.target.closest("[role=option]");
    if (chosen) location.assign(chosen.dataset.url);
  });
  input.addEventListener("blur", () => {
    clearTimeout(timer);
    asked?.abort();
    close();
  });
}

document.querySelectorAll("input[data-suggestions]").forEach(combobox);
