// A document goes up as soon as it is chosen, and shows how far it is; the portal then proposes what it has read in it.
// Without this file it goes up with the form, or by the button that reads it.

import { howFar, refusedBy } from "../js/post/line.js";

let request; // that is under way
let waiting; // the file that a broken line has left behind

function send(file, form, told) {
  const data = new FormData();
  for (const name of ["csrfmiddlewaretoken", "token", "language", "title"]) data.set(name, form.elements[name]?.value ?? "");
  data.set("action", "read");
  data.set("upload", file);
  return new Promise((done, failed) => {
    request = new XMLHttpRequest();
    request.open("POST", location.pathname);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", ({ loaded, total }) => told(loaded / total));
    request.addEventListener("load", () => {
      try {
        done({ isKept: request.status === 200, ...JSON.parse(request.responseText) });
      } catch {
        done({ said: refusedBy(request, form.dataset) });
      }
    });
    request.addEventListener("error", failed);
    request.addEventListener("abort", () => done({ isStopped: true }));
    request.send(data);
  });
}

async function upload(box, file) {
  const form = box.form;
  const field = box.closest("[data-upload]");
  const find = (name) => field.querySelector(`[data-${name}]`);
  const bar = find("bar");
  const say = (text) => (find("how-far").textContent = text);
  const of = (part) => howFar(form.dataset.progress, part * file.size, file.size);
  waiting = undefined;
  box.value = "";
  find("box").hidden = false;
  find("stop").hidden = bar.hidden = false;
  find("name").textContent = file.name;
  find("wrong").textContent = "";
  bar.value = 0;
  say(of(0));
  try {
    const answer = await send(file, form, (part) => {
      bar.value = part;
      say(part < 1 ? of(part) : field.dataset.reading);
    });
    if (answer.isKept) arrived(answer, form, field, say);
    else {
      find("box").hidden = true;
      if (!answer.isStopped) find("wrong").textContent = answer.said ?? "";
    }
  } catch {
    // It stays in the box, so that sending the form takes it along.
    const holder = new DataTransfer();
    holder.items.add(file);
    box.files = holder.files;
    waiting = { box, file };
    say(`${of(bar.value)} · ${field.dataset.later}`);
  }
  find("stop").hidden = true;
}

function arrived(answer, form, field, say) {
  field.querySelector("[data-bar]").hidden = true;
  field.querySelector("[data-name]").textContent = answer.name;
  say(answer.shown);
  form.elements.document.value = answer.document;
  if (answer.title && !form.elements.title.value) form.elements.title.value = answer.title;
  const choice = form.querySelector(`[name=language][value="${answer.language}"]`);
  if (choice && !choice.disabled) choice.checked = true;
  const note = form.querySelector("[data-read]");
  note.hidden = !(answer.title || answer.language);
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

function begin() {
  const button = document.querySelector("[data-read-file]");
  if (button) button.hidden = true;
}

document.addEventListener("change", ({ target }) => {
  const [file] = target.matches("[data-upload] input[type=file]") ? target.files : [];
  // post.js waits for it before it sends the form.
  if (file) target.form.uploading = upload(target, file);
});
document.addEventListener("click", ({ target }) => target.closest("[data-stop]") && request?.abort());
addEventListener("online", () => {
  if (waiting?.box.isConnected) waiting.box.form.uploading = upload(waiting.box, waiting.file);
});
document.addEventListener("renewed", begin);
begin();
