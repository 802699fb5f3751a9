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

function begin(form) {
  const words = form.dataset;
  const key = `kept ${words.kept} ${location.pathname}`;
  const box = (name) => form.elements[name];
  const find = (name) => document.querySelector(`[data-${name}]`);
  const kept = JSON.parse(localStorage.getItem(key));
  let changes = 0;
  let typing, pausing, saving, drawing;
  let isSending = false;
  let isUnsent = false;
  let photo; // its data: address, while the portal does not have it
  let arrived; // the file that an answer was about already: autosave does not send it again
  const files = () => box("file")?.files ?? []; // not every form has a photo

  function say(text) {
    find("tick").hidden = !text;
    if (find("said").textContent !== text) find("said").textContent = text; // else it is read out at every word
  }

  function keep(savedAt) {
    clearTimeout(typing);
    typing = undefined;
    const values = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken");
    const what = { at: Date.now(), values: Object.fromEntries(values), savedAt, photo };
    try {
      localStorage.setItem(key, JSON.stringify(what));
    } catch {
      localStorage.removeItem(key); // full, or forbidden: then only the portal keeps it
    }
    if (!navigator.onLine) say(words.offline);
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
    const [file] = files();
    const data = new FormData(form);
    data.set("action", "autosave");
    if (file && file === arrived) data.delete("file");
    data.delete("upload"); // it goes up alone (upload.js)
    saving = new AbortController();
    try {
      const answer = await post(data, saving.signal);
      if (!answer.redirected && answer.status < 500) arrived = file;
      const told = await answer.json();
      if (data.has("file")) took(told, file);
      if (answer.ok) saved(told, before === changes);
      else if (told.said) say(told.said);
    } catch {
      if (!isSending) say(words.offline);
    }
    saving = undefined;
    if (before !== changes && !isSending) pausing = setTimeout(save, PAUSE);
  }

  // The portal has the photo now, or says what is wrong with it: either way it is not sent again.
  function took(told, file) {
    const isRefused = told.refused?.includes("file");
    if (files()[0] !== file || !(isRefused || told.photo)) return;
    box("file").value = "";
    photo = undefined;
    if (isRefused) {
      find("weight").textContent = told.said;
      form.querySelector("[data-shown][src^='data:']")?.remove();
    } else box("photo").value = told.photo;
  }

  function saved(told, isAll) {
    box("version").value = told.version;
    const isPhotoHere = files().length > 0;
    if (isAll && !isPhotoHere && box("photo")) box("photo").value = told.photo;
    keep(isAll && !isPhotoHere && !told.refused.length ? told.address : undefined);
    say(told.said);
  }

  function show(address) {
    let picture = form.querySelector("[data-shown]");
    if (!picture) {
      picture = document.createElement("img");
      picture.width = picture.height = 112;
      picture.alt = "";
      picture.dataset.shown = "";
      form.querySelector(".photo").prepend(picture);
    }
    picture.src = address;
    const choose = find("choose");
    choose.lastElementChild.textContent = choose.dataset.change;
  }

  function hold(file) {
    const holder = new DataTransfer();
    holder.items.add(file);
    box("file").files = holder.files;
    find("weight").textContent = words.shrunk.replace("{kb}", inDigits(String(Math.ceil(file.size / 1000))));
  }

  async function draw() {
    const [file] = files();
    if (!file) return;
    try {
      const small = await shrunk(file);
      hold(small);
      photo = await asAddress(small);
      show(photo);
    } catch {
      find("weight").textContent = file.name; // the portal says what is wrong with it
    }
    changed();
  }

  function restore() {
    // rows.js makes room for what was typed into rows that are not there now.
    form.dispatchEvent(new CustomEvent("restoring", { detail: kept.values, bubbles: true }));
    for (const [name, value] of Object.entries(kept.values)) {
      const at = box(name);
      if (!at || name === "version") continue;
      if (at.type === "checkbox") at.checked = true;
      else at.value = value;
    }
    if (kept.photo) {
      photo = kept.photo;
      hold(fromAddress(photo));
      show(photo);
    }
    say(words.restored);
    changed();
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

  function renew(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    document.querySelector("main").replaceWith(document.adoptNode(page.querySelector("main")));
    const again = document.querySelector("form.post");
    begin(again);
    document.dispatchEvent(new Event("renewed"));
    (document.querySelector("main [autofocus]") ?? document.querySelector("main")).focus();
  }

  form.addEventListener("input", changed);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!isSending) send(event.submitter ?? form.querySelector("[name=action]"));
  });
  if (box("file")) {
    box("file").hidden = true;
    box("file").addEventListener("change", () => (drawing = draw()));
    find("choose").hidden = false;
    find("choose").addEventListener("click", () => box("file").click());
  }
  addEventListener("online", () => {
    if (!form.isConnected) return;
    if (isUnsent) find("foot").textContent = words.again;
    else if (changes) save();
  });
  addEventListener("offline", () => changes && form.isConnected && keep());
  addEventListener("pagehide", () => typing && keep());

  if (kept && !("answered" in words)) comeBack();
}

const form = document.querySelector("form.post");
forgetOthers(form.dataset.kept.split(" ")[0]);
begin(form);
