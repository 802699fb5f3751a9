// The short forms on a weak line: what is typed is kept on this phone until the portal has it, saved there as a draft
// in pauses, and sent when there is a connection. Without this file the form works as any other.

import { forgetOthers, isEarly, store } from "./post/kept.js";
import { howFar, inDigits, post, refusedBy } from "./post/line.js";
import { asAddress, fromAddress, shrunk } from "./post/photo.js";
import { unansweredSaves } from "./post/unanswered.js";

const TYPED = 400; // milliseconds without a letter until it is kept here
const PAUSE = 3000; // ... until it is saved there
const PATIENCE = 15_000; // ... without a sign of a running save, after which sending waits for it no longer

function begin(form, restored) {
  const words = form.dataset;
  const key = `kept ${words.kept} ${location.pathname}`;
  const box = (name) => form.elements[name];
  const find = (name) => document.querySelector(`[data-${name}]`);
  const kept = JSON.parse(localStorage.getItem(key));
  let changes = 0;
  let typing, pausing, saving, lastSign;
  let running = Promise.resolve();
  let drawing = Promise.resolve();
  let isSending = false;
  let isUnsent = false;
  const unanswered = unansweredSaves();
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
    if (!store(key, what) && !store(key, { ...what, photos: {} })) localStorage.removeItem(key); // then only the portal keeps it
    if (!navigator.onLine) say(words.offline);
  }

  function changed() {
    changes += 1;
    clearTimeout(typing);
    clearTimeout(pausing);
    typing = setTimeout(keep, TYPED);
    pausing = setTimeout(save, PAUSE);
  }

  function save() {
    if (!isSending && !saving && navigator.onLine) running = saveNow();
  }

  async function saveNow() {
    const before = changes;
    // One file at a time: on a slow line each that has arrived stays there.
    const fresh = files().filter((input) => input.files[0] && input.files[0] !== arrived.get(input.name));
    const input = fresh[0];
    const file = input?.files[0];
    const data = new FormData(form);
    data.set("action", "autosave");
    for (const each of files()) if (each !== input) data.delete(each.name);
    // Others go up alone, as soon as they are chosen (upload.js, data-at-once).
    for (const each of form.querySelectorAll("input[type=file]")) if (!around(each)) data.delete(each.name);
    unanswered.begin(data);
    saving = new AbortController();
    lastSign = performance.now();
    const earlier = input && weightOf(input).textContent;
    try {
      const rising = (part, all) => {
        lastSign = performance.now();
        weight(input, howFar(words.progress, part, all));
      };
      const answer = await post(data, { signal: saving.signal, told: input && rising });
      if (input && !answer.redirected && answer.status < 500) arrived.set(input.name, file);
      if (input) weight(input, answer.status === 413 ? words.tooLarge : earlier);
      const told = answer.isJson || answer.redirected ? answer.json() : { said: refusedBy(answer, words) };
      if (input) took(told, input, file);
      if (answer.ok) saved(told, before === changes);
      else if (told.said) say(told.said);
    } catch {
      if (input) weight(input, earlier);
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
    } else put(stored(input), id, file.name);
  }

  // A list of documents may not have a new one yet.
  function put(at, id, name) {
    if (id && at.options && ![...at.options].some((option) => option.value === String(id))) at.add(new Option(name ?? id, id));
    at.value = id;
  }

  function saved(told, isAll) {
    unanswered.end();
    box("version").value = told.version;
    const isFileHere = files().some((input) => input.files.length);
    if (isAll && !isFileHere) for (const input of files()) put(stored(input), told[stored(input).name] ?? stored(input).value);
    keep(isAll && !isFileHere && !told.refused.length ? told.address : undefined);
    // Without a line the newest words are on this phone alone, which keep() has said.
    if (isAll || navigator.onLine) say(told.said);
  }

  const weightOf = (input) => around(input).querySelector("[data-weight]");
  const weight = (input, text) => (weightOf(input).textContent = text);

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
      renew((await post(data)).text(), kept);
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
      if (value && at.closest?.("details")) at.closest("details").open = true;
    }
    return putBack(kept);
  }

  function comeBack() {
    if (kept.savedAt) {
      localStorage.removeItem(key);
      if (arrival === "reload" && kept.savedAt !== location.pathname) location.replace(kept.savedAt);
    } else if (!early.length && (kept.values.version === box("version").value || !box("version").value)) {
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

  // A save that is under way makes a newer version, which only its answer names: what is sent without it would be taken
  // for older words. One that hangs is given up.
  async function settled() {
    const watch = setInterval(() => performance.now() - lastSign > PATIENCE && saving?.abort(), 500);
    await Promise.all([running, drawing, form.uploading]);
    clearInterval(watch);
  }

  async function send(button) {
    isSending = true;
    isUnsent = false;
    clearTimeout(pausing);
    const word = [...button.childNodes];
    button.disabled = true;
    button.textContent = words.sending;
    find("foot").textContent = "";
    await settled();
    keep();
    const data = new FormData(form);
    data.set("action", button.value);
    unanswered.begin(data);
    let answer;
    try {
      answer = await post(data, { told: goesUp });
      find("going").hidden = true;
      if (!sent(answer)) throw new Error();
    } catch {
      isUnsent = !answer;
      isSending = false;
      button.disabled = false;
      button.replaceChildren(...word);
      find("going").hidden = true;
      find("foot").textContent = refusedBy(answer, words) || words.unsent;
    }
  }

  function goesUp(part, all) {
    find("going").hidden = false;
    find("going").value = part / all;
    find("foot").textContent = howFar(words.progress, part, all);
  }

  function sent(answer) {
    if (answer.redirected) location.assign(answer.url); // to sign in again: what was typed waits here
    else if (!answer.ok) return false;
    else if (answer.isJson) {
      const { to } = answer.json();
      localStorage.removeItem(key);
      location.assign(to);
    } else renew(answer.text());
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
    const button = event.submitter;
    if (!button || button.value === "keep") save(); // Enter in a box
    else if (!isSending) send(button);
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
    const isAlone = target.matches("[data-at-once] input[type=file]") && target.files.length;
    if (isAlone && !isSending) form.requestSubmit(target.closest("[data-at-once]").querySelector("button"));
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

  const arrival = performance.getEntriesByType("navigation")[0]?.type;
  // After a reload, or a way back, the browser itself has filled the boxes.
  const early = arrival === "navigate" && !restored ? [...form.elements].filter(isEarly) : [];
  if (restored) putBack(restored);
  else if (kept && !("answered" in words)) comeBack();
  if (early.length) changed();
  // A file that was chosen before: as if it were chosen now.
  for (const each of early) if (each.type === "file") each.dispatchEvent(new Event("change", { bubbles: true }));
}

const form = document.querySelector("form.post");
forgetOthers(form.dataset.kept.split(" ")[0]);
begin(form);
