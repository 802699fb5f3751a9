// A text that is written in parts: adds, moves and takes away parts in place, and cleans what is pasted. Without this
// file each of these buttons sends the form, which comes back changed.

const form = () => document.querySelector("form.post");
const list = () => document.querySelector("[data-parts]");
const newKey = () => crypto.randomUUID?.() ?? [1, 2, 3, 4].map(() => Math.random().toString(16).slice(2, 10)).join("-");
const MOST_PARTS = 200;
const MOST_ROWS = 200, MOST_COLUMNS = 12;

const changed = () => form().dispatchEvent(new Event("input", { bubbles: true }));

// The first part cannot go up, the last cannot go down; nothing is added to a full text.
function renumber() {
  const parts = [...list().children];
  parts.forEach((part, place) => {
    part.querySelector("[data-move=up]").disabled = place === 0;
    part.querySelector("[data-move=down]").disabled = place === parts.length - 1;
  });
  for (const button of document.querySelectorAll("[data-add]")) button.disabled = parts.length >= MOST_PARTS;
}

function blank(kind) {
  const template = document.querySelector(`template[data-blank=${kind}]`);
  const holder = document.createElement("template");
  holder.innerHTML = template.innerHTML.replaceAll(`KEY-${kind}`, newKey());
  return holder.content.firstElementChild;
}

function add(kind, before = null) {
  const part = blank(kind);
  list().insertBefore(part, before);
  prepare(part);
  part.dispatchEvent(new CustomEvent("added", { bubbles: true }));
  renumber();
  return part;
}

const prepare = (part) => part.querySelectorAll("[data-marks]").forEach((marks) => (marks.hidden = false));

function firstBox(part) {
  return part.querySelector("[data-choose], textarea, input:not([type=hidden], [type=file])");
}

function move(button) {
  const part = button.closest("[data-part]");
  const isUp = button.dataset.move === "up";
  const beside = isUp ? part.previousElementSibling : part.nextElementSibling;
  if (isUp) beside?.before(part);
  else beside?.after(part);
  renumber();
  (button.disabled ? part.querySelector(`[data-move=${isUp ? "down" : "up"}]`) : button).focus();
  part.scrollIntoView({ block: "nearest" });
  const place = [...list().children].indexOf(part) + 1;
  document.querySelector("[data-moved]").textContent = `${part.getAttribute("aria-label")}: ${place}`;
}

function takeAway(part, isGone) {
  part.querySelector("[data-gone]").value = isGone ? "1" : "";
  for (const name of ["body", "remove"]) part.querySelector(`[data-${name}]`).hidden = isGone;
  for (const name of ["taken", "back"]) part.querySelector(`[data-${name}]`).hidden = !isGone;
  part.querySelector(isGone ? "[data-back]" : "[data-remove]").focus();
}

// Tables

const table = (part) => part.querySelector("[data-cells]");

function emptied(cell) {
  const copy = cell.cloneNode(true);
  copy.querySelector("input").value = "";
  return copy;
}

function addRow(part) {
  const rows = table(part).tBodies[0].rows;
  if (rows.length >= MOST_ROWS) return;
  const row = document.createElement("tr");
  row.append(...[...rows[0].cells].map(emptied));
  rows[rows.length - 1].after(row);
  row.querySelector("input").focus();
}

function addColumn(part) {
  const rows = [...table(part).rows];
  if (rows[0].cells.length >= MOST_COLUMNS) return;
  for (const row of rows) row.append(emptied(row.cells[0]));
  const types = part.querySelectorAll("[name$='-cells-type']");
  const type = types[0].cloneNode();
  type.value = "text";
  types[types.length - 1].after(type);
  rows[0].lastElementChild.querySelector("input").focus();
}

function lessRow(part) {
  const rows = table(part).tBodies[0].rows;
  if (rows.length > 1) rows[rows.length - 1].remove();
}

function lessColumn(part) {
  const rows = [...table(part).rows];
  if (rows[0].cells.length < 2) return;
  for (const row of rows) row.lastElementChild.remove();
  const types = part.querySelectorAll("[name$='-cells-type']");
  types[types.length - 1].remove();
}

function fill(part, rows) {
  while (table(part).rows[0].cells.length < rows[0].length) addColumn(part);
  while (table(part).tBodies[0].rows.length < rows.length - 1) addRow(part);
  rows.forEach((row, y) => row.forEach((text, x) => (table(part).rows[y].cells[x].querySelector("input").value = text)));
}

// Bold words, links and lists in a text

function mark(button) {
  const box = button.closest("[data-body]").querySelector("textarea");
  const { selectionStart: start, selectionEnd: end, value } = box;
  const words = value.slice(start, end).trim();
  const made = { bold: `**${words}**`, link: `[${words}](https://)`, list: `- ${words.replaceAll("\n", "\n- ")}` }[button.dataset.mark];
  box.focus();
  insert(box, made);
  const back = { bold: words ? 0 : 2, link: words ? 1 : 11, list: 0 }[button.dataset.mark];
  box.setSelectionRange(box.selectionEnd - back, box.selectionEnd - back);
}

// So that it can be undone.
function insert(box, text) {
  if (document.execCommand("insertText", false, text)) return;
  box.setRangeText(text, box.selectionStart, box.selectionEnd, "end");
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

// What is pasted

const BLOCKS = "address,article,blockquote,div,dl,dt,dd,figure,h1,h2,h3,h4,h5,h6,hr,li,ol,p,pre,section,table,tr,ul";
const NOTHING = "style,script,title,meta,link,noscript,template,svg,img,button";
const WORD_LIST = /mso-list|MsoListParagraph/;
const isBold = (node) => node.matches("b,strong") ? !/font-weight:\s*(normal|400)/.test(node.dataset.style ?? "") : /font-weight:\s*(bold|[6-9]00)/.test(node.dataset.style ?? "");
const isAddress = (href) => /^(https?:\/\/|mailto:|tel:)\S+$/.test(href);
const inAddress = (href) => href.replace(/[()]/g, encodeURIComponent).replaceAll("(", "%28").replaceAll(")", "%29");

// Styles are read, but never applied, and nothing runs: the workspace's policy refuses both with noise.
const harmless = (html) =>
  html
    .split(/<style\b/i)
    .map((part, number) => (number ? part.slice(part.search(/<\/style>/i) + 8) : part))
    .join("")
    .replace(/<[a-z][^<>]{0,4000}>/gi, (tag) => tag.replace(/\s(style|on[a-z]+)=/gi, " data-$1="));

// A text with the marks that the portal reads; documents made so run no script and load nothing.
function textOf(node, isInBold = false, isInLink = false) {
  if (node.nodeType === Node.TEXT_NODE) return node.data.replace(/[\s\u00a0]+/g, " ");
  if (node.nodeType !== Node.ELEMENT_NODE || node.matches(NOTHING)) return "";
  if (node.matches("br")) return "\n";
  if (node.matches("table")) return tableText(node);
  if (node.matches("ul,ol")) return `\n\n${items(node, isInBold).join("\n")}\n\n`;
  if (WORD_LIST.test(`${node.dataset.style} ${node.className}`) && node.matches("p")) return wordItem(node);
  const bold = !isInBold && !node.matches("h1,h2,h3,h4,h5,h6") && isBold(node);
  const link = !isInLink && node.matches("a[href]") && isAddress(node.getAttribute("href"));
  const inside = [...node.childNodes].map((child) => textOf(child, isInBold || bold, isInLink || link)).join("");
  if (node.matches(BLOCKS)) return `\n\n${inside.trim()}\n\n`;
  if (link) return wrapped(inside, (words) => `[${words.replace(/[[\]]/g, "")}](${inAddress(node.getAttribute("href"))})`);
  return bold ? wrapped(inside, (words) => (/[*\n]/.test(words) ? words : `**${words}**`)) : inside;
}

// Blanks stay outside of bold words and links.
function wrapped(text, made) {
  const words = text.trim();
  return words ? text.replace(words, () => made(words)) : text;
}

function items(listed, isInBold) {
  const lines = [...listed.querySelectorAll("li")].map((item) => {
    const own = [...item.childNodes].filter((node) => !(node.nodeType === Node.ELEMENT_NODE && node.matches("ul,ol")));
    return own.map((node) => textOf(node, isInBold)).join("").replace(/\s+/g, " ").trim();
  });
  return lines.filter(Boolean).map((line, place) => (listed.matches("ol") ? `${place + 1}. ${line}` : `- ${line}`));
}

// Word writes its lists as paragraphs that begin with the mark.
function wordItem(node) {
  const words = [...node.childNodes].map((child) => textOf(child)).join("").replace(/\s+/g, " ").trim();
  return `\n- ${words.replace(/^(?:[·•●○▪§o*–-]|\d{1,3}[.)])\s+/, "")}\n`;
}

function rowsOf(node) {
  return [...node.rows].map((row) => [...row.cells].map((cell) => cell.textContent.replace(/\s+/g, " ").trim())).filter((row) => row.some(Boolean));
}

// A mark that no paste has: the tables are put into parts of their own.
const TABLE = "\u0001";

function tableText(node) {
  const rows = rowsOf(node);
  const width = Math.max(0, ...rows.map((row) => row.length));
  const isTable = !node.querySelector("table") && rows.length > 1 && width > 1 && rows.length <= MOST_ROWS && width <= MOST_COLUMNS;
  if (!isTable) return `\n\n${rows.map((row) => row.join(" ")).join("\n")}\n\n`;
  found.push(rows.map((row) => [...row, ...Array(width - row.length).fill("")]));
  return `\n\n${TABLE}\n\n`;
}

let found = [];

function tidy(text) {
  return text
    .split("\n")
    .map((line) => line.replace(/ {2,}/g, " ").trim())
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

// Word ends each item of a list as a paragraph.
const joinItems = (text) => text.replace(/^(- .*)\n\n(?=- )/gm, "$1\n");

function paste(event) {
  const box = event.target.closest?.("[data-part] textarea[name$='-text']");
  const html = event.clipboardData?.getData("text/html") ?? "";
  if (!box || !html || html.length > 3_000_000) return;
  const part = box.closest("[data-part]");
  const isText = part.querySelector("[data-marks]") !== null;
  found = [];
  const body = new DOMParser().parseFromString(harmless(html), "text/html").body;
  const [first, ...others] = joinItems(tidy(textOf(body))).split(TABLE);
  if (!isText && !others.length) return; // a quotation or a list takes plain words
  event.preventDefault();
  event.stopImmediatePropagation();
  insert(box, first.trim());
  let next = part.nextElementSibling;
  others.forEach((text, number) => {
    fill(add("table", next), found[number]);
    if (text.trim()) add("text", next).querySelector("textarea").value = text.trim();
  });
  changed();
}

// Several pictures at once: each more gets a part of its own.
function spread(event) {
  const input = event.target;
  const part = input.closest?.("[data-part]");
  if (input.type !== "file" || !part || input.files.length < 2) return;
  const [first, ...others] = input.files;
  const hold = (at, file) => {
    const holder = new DataTransfer();
    holder.items.add(file);
    at.files = holder.files;
  };
  hold(input, first);
  let after = part;
  for (const file of others) {
    const more = add("picture", after.nextElementSibling);
    hold(more.querySelector("input[type=file]"), file);
    more.querySelector("input[type=file]").dispatchEvent(new Event("change", { bubbles: true }));
    after = more;
  }
}

function press(event) {
  const button = event.target.closest?.("button");
  if (!button || !list()) return;
  const part = button.closest("[data-part]");
  const { dataset } = button;
  if ("add" in dataset) {
    const made = add(dataset.add);
    const box = firstBox(made);
    box.focus();
    if ("choose" in box.dataset) box.click();
  } else if (!part) return;
  else if ("move" in dataset) move(button);
  else if ("remove" in dataset) takeAway(part, true);
  else if ("back" in dataset) takeAway(part, false);
  else if ("row" in dataset) addRow(part);
  else if ("column" in dataset) addColumn(part);
  else if ("lessRow" in dataset) lessRow(part);
  else if ("lessColumn" in dataset) lessColumn(part);
  else if ("mark" in dataset) return mark(button);
  else return;
  event.preventDefault();
  changed();
}

// Enter goes to the next box, as on a telephone's keys, and never sends the form; at a table's end it makes a row.
function enter(event) {
  const box = event.target;
  if (event.key !== "Enter" || event.isComposing || !box.matches?.("form.post input:not([type=file], [type=checkbox], [type=radio])")) return;
  event.preventDefault();
  const part = box.closest("[data-part]");
  const cells = part && table(part) ? [...table(part).querySelectorAll("input")] : [];
  if (cells.length && box === cells.at(-1)) return addRow(part), changed();
  const boxes = [...form().querySelectorAll("input:not([type=hidden], [type=file]), textarea, select")].filter((each) => each.offsetParent);
  boxes[boxes.indexOf(box) + 1]?.focus();
}

document.addEventListener("click", press);
document.addEventListener("change", spread, true);
document.addEventListener("paste", paste, true);
document.addEventListener("keydown", enter);
const start = () => list() && prepare(list());
document.addEventListener("renewed", start);
start();
