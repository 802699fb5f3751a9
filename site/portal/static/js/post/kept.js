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

export function store(key, what) {
  try {
    localStorage.setItem(key, JSON.stringify(what));
    return true;
  } catch {
    return false; // full, or forbidden
  }
}
