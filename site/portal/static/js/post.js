// The short forms on a weak line: what is typed is kept on this phone until the portal has it, saved there as a draft
// in pauses, and sent when there is a connection. Without this file the form works as any other.

const EDGE = 1600; // pixels
const WEIGHT = 300_000; // bytes
const QUALITIES = [0.85, 0.7, 0.55, 0.4];
const TYPED = 400; // milliseconds without a letter until it is kept here
const PAUSE = 3000; // ... until it is saved there
const DAYS = 7 * 24 * 3600_000;
const language = document.documentElement.lang;
// Chromium's own formats know no Khmer digits.
const inDigits = (text) => (language === "km" ? text.replace(/\d/g, (digit) => "០១២៣៤៥៦៧៨៩"[digit]) : text);

// Phones are shared: nobody finds here what another person typed, or what is long forgotten.
function forgetOthers(person) {
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith("kept ")) continue;
    const at = JSON.parse(localStorage[key]).at;
    if (key.split(" ")[1] !== person || Date.now() - at > DAYS) localStorage.removeItem(key);
  }
}

// Drawn anew: upright, and without the place where it was taken.
async function shrunk(file) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, EDGE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  const context = canvas.getContext("2d");
  context.fillStyle = "#fff"; // where it is transparent: JPEG would make it black
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  let blob;
  for (const quality of QUALITIES) {
    blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
    if (blob.size <= WEIGHT) break;
  }
  return new File([blob], file.name.replace(/(\.\w+)?$/, ".jpg"), { type: "image/jpeg" });
}

const asAddress = (file) =>
  new Promise((done) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.readAsDataURL(file);
  });

function fromAddress(address) {
  const bytes = Uint8Array.from(atob(address.split(",")[1]), (letter) => letter.charCodeAt(0));
  return new File([bytes], "photo.jpg", { type: "image/jpeg" });
}

function post(body, signal) {
  return fetch(location.pathname, { method: "POST", body, signal, headers: { Accept: "application/json" } });
}

function begin(form, restored) {
  const words = form.dataset;
  const key = `kept ${words.kept} ${location.pathname}`;
  const box = (name) => form.elements[name];
  const find = (name) => document.querySelector(`[data-${name}]`);
  const kept = JSON.parse(localStorage.getItem(key));
  let changes = 0;
  let typing, pausing, saving;
  let drawing = Promise.resolve();
  let isSending = false;
  let isUnsent = false;
  const photos = new Map(); // by the name of their box: the data: address, while the portal does not have the photo
  const arrived = new Map(); // files that an answer was about already: autosave does not send them again
  const files = () => [...form.querySelectorAll("[data-file] input[type=file]")];
  const around = (input) => input.closest("[data-file]");
  const stored = (input) => box(around(input).dataset.file); // the hidden box with the id of the stored file

  function say(text) {
    find("tick").hidden = !text;
    if (find("said").textContent !== text) find("said").textContent = text; // else it is read out at every word
  }

  function keep(savedAt) {
    clearTimeout(typing);
    typing = undefined;
    const values = {};
    for (const [name, value] of new FormData(form)) {
      if (typeof value !== "string" || name === "csrfmiddlewaretoken") continue;
      values[name] = name in values ? [values[name], value].flat() : value;
    }
    const what = { at: Date.now(), values, savedAt, photos: Object.fromEntries(photos) };
    if (!store(what) && !store({ ...what, photos: {} })) localStorage.removeItem(key); // then only the portal keeps it
    if (!navigator.onLine) say(words.offline);
  }

  function store(what) {
    try {
      localStorage.setItem(key, JSON.stringify(what));
      return true;
    } catch {
      return false; // full, or forbidden
    }
  }

  function changed() {
    changes += 1;
    clearTimeout(typing);
    clearTimeout(pausing);
    typing = setTimeout(keep, TYPED);
    pausing = setTimeout(save, PAUSE);
  }

  async function save() {
    if (isSending || saving || !navigator.onLine) return;
    const before = changes;
    // One file at a time: on a slow line each that has arrived stays there.
    const fresh = files().filter((input) => input.files[0] && input.files[0] !== arrived.get(input.name));
    const input = fresh[0];
    const file = input?.files[0];
    const data = new FormData(form);
    data.set("action", "autosave");
    for (const each of files()) if (each !== input) data.delete(each.name);
    data.delete("upload"); // it goes up alone (upload.js)
    saving = new AbortController();
    try {
      const answer = await post(data, saving.signal);
      if (input && !answer.redirected && answer.status < 500) arrived.set(input.name, file);
      const told = await answer.json();
      if (input) took(told, input, file);
      if (answer.ok) saved(told, before === changes);
      else if (told.said) say(told.said);
    } catch {
      if (!isSending) say(words.offline);
    }
    saving = undefined;
    if ((before !== changes || fresh.length > 1) && !isSending) pausing = setTimeout(save, PAUSE);
  }

  // The portal has the photo now, or says what is wrong with it: either way it is not sent again.
  function took(told, input, file) {
    const id = told[around(input).dataset.file];
    const isRefused = told.refused?.includes(input.name);
    if (input.files[0] !== file || !(isRefused || id)) return;
    input.value = "";
    photos.delete(input.name);
    if (isRefused) {
      weight(input, told.said);
      around(input).querySelector("[data-shown][src^='data:']")?.remove();
    } else stored(input).value = id;
  }

  function saved(told, isAll) {
    box("version").value = told.version;
    const isFileHere = files().some((input) => input.files.length);
    if (isAll && !isFileHere) for (const input of files()) stored(input).value = told[stored(input).name] ?? stored(input).value;
    keep(isAll && !isFileHere && !told.refused.length ? told.address : undefined);
    say(told.said);
  }

  const weight = (input, text) => (around(input).querySelector("[data-weight]").textContent = text);

  function show(input, address) {
    let picture = around(input).querySelector("[data-shown]");
    if (!picture) {
      picture = document.createElement("img");
      picture.width = picture.height = 112;
      picture.alt = "";
      picture.dataset.shown = "";
      around(input).prepend(picture);
    }
    picture.src = address;
    const choose = around(input).querySelector("[data-choose]");
    choose.lastElementChild.textContent = choose.dataset.change;
  }

  function hold(input, file) {
    const holder = new DataTransfer();
    holder.items.add(file);
    input.files = holder.files;
    weight(input, words.shrunk.replace("{kb}", inDigits(String(Math.ceil(file.size / 1000)))));
  }

  async function draw(input) {
    const [file] = input.files;
    if (!file) return;
    try {
      if (!("pictures" in around(input).dataset)) throw new Error("It is a document.");
      const small = await shrunk(file);
      hold(input, small);
      photos.set(input.name, await asAddress(small));
      show(input, photos.get(input.name));
    } catch {
      weight(input, file.name); // the portal says what is wrong with it
    }
    changed();
  }

  function putBack(kept) {
    for (const [name, address] of Object.entries(kept.photos ?? {})) {
      const input = box(name);
      if (!input) continue;
      photos.set(name, address);
      hold(input, fromAddress(address));
      show(input, address);
    }
    say(words.restored);
    changed();
  }

  // A form in parts comes back from the portal, which makes the boxes of all that was typed.
  async function restoreParts() {
    const data = new FormData();
    for (const [name, values] of Object.entries(kept.values)) for (const value of [values].flat()) data.append(name, value);
    data.set("csrfmiddlewaretoken", box("csrfmiddlewaretoken").value);
    data.set("version", box("version").value);
    data.set("action", "part:show");
    try {
      renew(await (await post(data)).text(), kept);
    } catch {
      say(words.offline);
    }
  }

  function restore() {
    if (form.querySelector("[data-parts]")) return restoreParts();
    // rows.js makes room for what was typed into rows that are not there now.
    form.dispatchEvent(new CustomEvent("restoring", { detail: kept.values, bubbles: true }));
    for (const [name, value] of Object.entries(kept.values)) {
      const at = box(name);
      if (!at || name === "version") continue;
      if (at.type === "checkbox") at.checked = true;
      else at.value = value;
    }
    return putBack(kept);
  }

  function comeBack() {
    const isReload = performance.getEntriesByType("navigation")[0]?.type === "reload";
    if (kept.savedAt) {
      localStorage.removeItem(key);
      if (isReload && kept.savedAt !== location.pathname) location.replace(kept.savedAt);
    } else if (kept.values.version === box("version").value || !box("version").value) {
      restore();
    } else {
      say(words.other);
      find("restore").hidden = false;
      find("restore").addEventListener("click", () => {
        find("restore").hidden = true;
        restore();
      });
    }
  }

  async function send(button) {
    isSending = true;
    isUnsent = false;
    clearTimeout(pausing);
    await Promise.all([drawing, form.uploading]);
    keep();
    const word = button.textContent;
    const data = new FormData(form);
    data.set("action", button.value);
    button.disabled = true;
    button.textContent = words.sending;
    find("foot").textContent = "";
    saving?.abort();
    try {
      if (!(await sent(await post(data)))) throw new Error();
    } catch {
      isUnsent = true;
      isSending = false;
      button.disabled = false;
      button.textContent = word;
      find("foot").textContent = words.unsent;
    }
  }

  async function sent(answer) {
    if (answer.redirected) location.assign(answer.url); // to sign in again: what was typed waits here
    else if (!answer.ok) return false;
    else if (answer.headers.get("Content-Type").includes("json")) {
      const { to } = await answer.json();
      localStorage.removeItem(key);
      location.assign(to);
    } else renew(await answer.text());
    return true;
  }

  function renew(html, restored) {
    const page = new DOMParser().parseFromString(html, "text/html");
    document.querySelector("main").replaceWith(document.adoptNode(page.querySelector("main")));
    const again = document.querySelector("form.post");
    begin(again, restored);
    document.dispatchEvent(new CustomEvent("renewed"));
    (document.querySelector("main [autofocus]") ?? document.querySelector("main")).focus();
  }

  form.addEventListener("input", changed);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!isSending) send(event.submitter ?? form.querySelector("[name=action]"));
  });
  // Boxes that are there now, and those of a part that is added later.
  function prepare(part) {
    for (const choose of part.querySelectorAll("[data-choose]")) {
      choose.hidden = false;
      choose.closest("[data-file]").querySelector("input[type=file]").hidden = true;
    }
  }
  prepare(form);
  form.addEventListener("added", (event) => prepare(event.target));
  form.addEventListener("change", ({ target }) => {
    if (target.matches("[data-file] input[type=file]")) drawing = drawing.then(() => draw(target));
  });
  form.addEventListener("click", ({ target }) => {
    const choose = target.closest("[data-choose]");
    if (choose) choose.closest("[data-file]").querySelector("input[type=file]").click();
  });
  addEventListener("online", () => {
    if (!form.isConnected) return;
    if (isUnsent) find("foot").textContent = words.again;
    else if (changes) save();
  });
  addEventListener("offline", () => changes && form.isConnected && keep());
  addEventListener("pagehide", () => typing && keep());

  if (restored) putBack(restored);
  else if (kept && !("answered" in words)) comeBack();
}

const form = document.querySelector("form.post");
forgetOthers(form.dataset.kept.split(" ")[0]);
begin(form);
