// What was typed into a short form is kept on this phone until the portal has it.

const DAYS = 7 * 24 * 3600_000;

// Phones are shared: nobody finds here what another person typed, or what is long forgotten.
export function forgetOthers(person) {
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith("kept ")) continue;
    const at = JSON.parse(localStorage[key]).at;
    if (key.split(" ")[1] !== person || Date.now() - at > DAYS) localStorage.removeItem(key);
  }
}

// Whether a box says something else than the page that came: it was filled in before the script was there, which takes
// seconds on a slow line.
export function isEarly(box) {
  if (box.type === "file") return box.files.length > 0;
  if (box.type === "checkbox" || box.type === "radio") return box.checked !== box.defaultChecked;
  const own = box.options ? ([...box.options].find((option) => option.defaultSelected) ?? box.options[0])?.value : box.defaultValue;
  return own !== undefined && box.value !== own;
}

export function store(key, what) {
  try {
    localStorage.setItem(key, JSON.stringify(what));
    return true;
  } catch {
    return false; // full, or forbidden
  }
}
