// Check-in on the officer's phone: the list first, the net second. Each tap is kept on the phone until the portal names
// it as stored, so it works without internet and on several phones. Without this file the page works by its forms.
{
  const AGAIN = 15_000; // milliseconds between two tries to send
  const PATIENCE = 10_000; // ... until a try is given up
  const MOST = 200; // entries sent at once
  const LOOK = 250; // milliseconds between two looks of the camera
  const root = document.querySelector("[data-check-in]");
  const words = root.dataset;
  const part = (name) => root.querySelector(`[data-part=${name}]`);
  // Chromium's own formats know no Khmer digits.
  const inDigits = (text) =>
    document.documentElement.lang === "km" ? String(text).replace(/\d/g, (digit) => "០១២៣៤៥៦៧៨៩"[digit]) : String(text);
  const clock = (at) => {
    const moment = new Date(at);
    return inDigits(`${moment.getHours()}:${String(moment.getMinutes()).padStart(2, "0")}`);
  };
  const said = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const folded = (text) => text.normalize("NFC").toLowerCase().replace(/[\s\u200b-\u200d]/g, "");

  // What the phone keeps: "lists" (names and codes of an event) and "waiting" (what the portal has not named yet).

  const answered = (asked) =>
    new Promise((done, fail) => {
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => fail(asked.error);
    });
  let opened;
  function database() {
    if (!opened) {
      const asked = indexedDB.open("check-in", 1);
      asked.onupgradeneeded = () => {
        asked.result.createObjectStore("lists", { keyPath: "id" });
        asked.result.createObjectStore("waiting", { keyPath: "key" });
      };
      opened = answered(asked);
    }
    return opened;
  }
  // Done once it is committed, not when the request succeeded: a page that is left in between would lose what it told.
  async function inStore(name, act) {
    const transaction = (await database()).transaction(name, "readwrite");
    const asked = act(transaction.objectStore(name));
    return new Promise((done, fail) => {
      transaction.oncomplete = () => done(asked.result);
      transaction.onabort = () => fail(transaction.error);
    });
  }
  const put = (name, row) => inStore(name, (store) => store.put(row));
  const drop = (name, key) => inStore(name, (store) => store.delete(key));
  const all = (name) => inStore(name, (store) => store.getAll());

  // Only the phone that said something takes it back.
  const device = () => (localStorage["check-in device"] ??= crypto.randomUUID());

  let list; // of this event: id, title, until, people as [code, name, time of check-in or null]
  let queue = []; // what the portal has not named yet, in the order of the taps
  let last; // the last tap on this page, for "Undo"
  let isEnded = false; // the session
  let isFailed = false; // the last try to send

  // The people as they stand: what the portal said, and what was tapped since.
  function people() {
    const known = new Map(list.people.map(([code, name, at]) => [code, { code, name, at }]));
    for (const entry of queue) {
      if (entry.name) known.set(entry.key, { code: entry.key, name: entry.name, at: entry.at });
      else if (known.has(entry.code)) {
        const person = known.get(entry.code);
        person.at = entry.undo ? null : Math.min(person.at ?? Infinity, entry.at);
      }
    }
    return known;
  }

  function rowOf({ code, name }) {
    const row = part("row").content.firstElementChild.cloneNode(true);
    row.dataset.code = code;
    row.querySelector("b").textContent = name;
    row.querySelector("button").value = code;
    row.querySelector("button .unseen").textContent = ` ${name}`;
    return row;
  }

  function show() {
    const known = people();
    const wanted = folded(part("search").value);
    const rows = new Map();
    for (const row of part("list").children) {
      if (known.has(row.dataset.code)) rows.set(row.dataset.code, row);
      else row.hidden = true;
    }
    for (const [code, person] of known) {
      let row = rows.get(code);
      if (!row) part("list").append((row = rowOf(person)));
      row.hidden = Boolean(wanted) && !folded(person.name + code).includes(wanted);
      row.querySelector("[data-here]").hidden = person.at === null;
      row.querySelector("[data-time]").textContent = person.at === null ? "" : clock(person.at);
      row.querySelector("button").hidden = person.at !== null;
    }
    part("here").textContent = inDigits([...known.values()].filter((person) => person.at !== null).length);
    part("all").textContent = said(words.all, { all: inDigits(known.size) });
    part("undo").hidden = !last;
    showNet();
  }

  function showNet() {
    const isOff = !navigator.onLine || isFailed;
    const kept = queue.length ? said(words.kept, { number: inDigits(queue.length) }) : "";
    const why = isEnded ? words.ended : isOff ? words.offline : words.sending;
    part("net").hidden = !queue.length && !isOff && !isEnded;
    part("net-words").textContent = [why, kept].filter(Boolean).join(" · ");
    part("sign-in").hidden = !isEnded;
    // Squares by sex are counted by the portal: where the phone knows more, they would be wrong.
    part("squares")?.toggleAttribute("hidden", queue.length > 0);
  }

  function tell(kind, name, text) {
    const panel = part("result");
    panel.hidden = false;
    panel.className = kind === "good" ? "scan" : `scan ${kind}`;
    for (const icon of panel.querySelectorAll("[data-icon]")) icon.hidden = icon.dataset.icon !== kind;
    panel.querySelector("b").textContent = name;
    panel.querySelector("p").textContent = text;
  }

  async function add(entry) {
    const key = crypto.randomUUID().replaceAll("-", "").slice(0, 22);
    const whole = { key, list: list.id, at: Date.now(), ...entry };
    await put("waiting", whole);
    queue.push(whole);
    return whole;
  }

  async function checkIn(code) {
    const person = people().get(code);
    last = undefined;
    if (!person) tell("unknown", code, words.unknown);
    else if (person.at !== null) tell("again", person.name, said(words.again, { time: clock(person.at) }));
    else {
      last = await add({ code });
      tell("good", person.name, said(words.good, { time: clock(last.at) }));
    }
    show();
    send();
  }

  async function undo() {
    await add({ code: last.code, undo: true });
    last = undefined;
    part("result").hidden = true;
    show();
    send();
  }

  async function addPerson(form) {
    const typed = Object.fromEntries(new FormData(form));
    const entry = await add({ name: typed.name.trim(), sex: typed.sex, kind: typed.organization_kind });
    form.reset();
    form.closest("details").open = false;
    last = undefined;
    tell("good", entry.name, said(words.good, { time: clock(entry.at) }));
    show();
    send();
  }

  // Scanning in a row, where the browser reads codes itself. Elsewhere the phone's own camera opens a code's page.
  async function scan() {
    const video = part("camera");
    if (video.srcObject) return endScan();
    try {
      const reader = new BarcodeDetector({ formats: ["qr_code"] });
      const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      video.srcObject = stream;
      video.hidden = false;
      part("scan").setAttribute("aria-pressed", "true");
      await video.play();
      let before;
      while (video.srcObject === stream) {
        const [found] = await reader.detect(video);
        const code = found?.rawValue.match(/\/code\/(\w+)\/$/)?.[1];
        // A code stays before the camera for a while: it counts once.
        if (code && code !== before) await checkIn((before = code));
        await new Promise((done) => setTimeout(done, LOOK));
      }
    } catch {
      endScan();
      part("how").hidden = false;
      tell("unknown", words.camera, "");
    }
  }

  function endScan() {
    const video = part("camera");
    for (const track of video.srcObject?.getTracks() ?? []) track.stop();
    video.srcObject = null;
    video.hidden = true;
    part("scan").setAttribute("aria-pressed", "false");
  }

  async function ask(address, options) {
    const url = address.replace("/0/", `/${list.id}/`);
    const answer = await fetch(url, { ...options, signal: AbortSignal.timeout(PATIENCE), cache: "no-store" });
    isEnded = answer.redirected || answer.status === 403;
    if (isEnded || !answer.ok) throw new Error(answer.status);
    return answer.json();
  }

  async function take({ id, title, until, people, counts }) {
    list = { id, title, until, people };
    await put("lists", list);
    part("counts").innerHTML = counts;
    part("title").textContent = title;
  }

  let token; // against forged requests; comes with the list
  let isSending = false;

  // An entry leaves the phone only when the portal names it: an answer that is lost costs nothing but a second try.
  async function send() {
    if (isSending) return;
    isSending = true;
    try {
      if (!token) {
        const told = await ask(words.list);
        token = told.token;
        await take(told);
      }
      while (queue.length) {
        const entries = queue.slice(0, MOST);
        const body = JSON.stringify({ device: device(), now: Date.now(), entries });
        const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
        const told = await ask(words.send, { method: "POST", body, headers });
        for (const key of told.named) await drop("waiting", key);
        queue = queue.filter((entry) => !told.named.includes(entry.key));
        for (const { name, text } of told.refused) tell("unknown", name, text);
        await take(told);
        if (!told.named.length) break;
      }
      isFailed = false;
    } catch {
      token = undefined;
      isFailed = true;
    }
    isSending = false;
    show();
  }

  // A list goes 48 hours after its event; what was tapped goes only when the portal has it.
  async function currentLists() {
    const known = await all("lists");
    for (const each of known) if (each.until < Date.now()) await drop("lists", each.id);
    return known.filter((each) => each.until >= Date.now());
  }

  // A code's page is what a phone's camera opens. It belongs to the list that has the code.
  async function begin() {
    const code = location.pathname.match(/\/code\/(\w+)\/$/)?.[1];
    const id = Number(location.pathname.match(/\/check-in\/(\d+)\/$/)?.[1]);
    const known = await currentLists();
    const own = known.find((each) => (code ? each.people.some((person) => person[0] === code) : each.id === id));
    list = own ?? (code ? known[0] : id && { id, title: part("title").textContent, until: 0, people: [] });
    // Nothing is kept on this phone: only the portal's own page of this address can help.
    if (!list) return location.search || location.replace("?portal");
    queue = (await all("waiting")).filter((entry) => entry.list === list.id).sort((one, other) => one.at - other.at);
    part("title").textContent = list.title;
    if (code) await checkIn(code);
    else if (list.people.length || queue.length) show();
    send();
    setInterval(() => (queue.length || isFailed) && send(), AGAIN);
  }

  root.addEventListener("submit", (event) => {
    const { target, submitter } = event;
    if (!list || target.matches("[method=get]")) return list && event.preventDefault();
    event.preventDefault();
    if (target.matches("[data-walk-in]")) addPerson(target);
    else checkIn(submitter.value);
  });
  part("undo").addEventListener("click", undo);
  const canScan = "BarcodeDetector" in window && Boolean(navigator.mediaDevices);
  part("scan").hidden = !canScan;
  part("how").hidden = canScan;
  part("scan").addEventListener("click", () => list && scan());
  part("search").addEventListener("input", () => list && show());
  addEventListener("online", () => list && send());
  addEventListener("offline", () => list && showNet());
  // Signing out deletes all that the phone keeps.
  document.querySelector("a[href='/accounts/logout/']")?.addEventListener("click", (event) => {
    if (queue.length && !confirm(said(words.leave, { number: inDigits(queue.length) }))) event.preventDefault();
  });

  navigator.serviceWorker?.register(words.worker);
  begin();
}
