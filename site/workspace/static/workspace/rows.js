// Rows of a short form are added and taken away at once. Without this file the form's own button asks for one more.

const inDigits = (number) => number.toLocaleString(document.documentElement.lang === "km" ? "km-u-nu-khmr" : "en");

// Of the form that is shown now: post.js replaces it when it was refused.
function begin() {
  for (const button of document.querySelectorAll("[data-less]")) button.hidden = false;
}

function add(rows) {
  const count = rows.querySelector("[data-count]");
  const number = Number(count.value);
  const all = rows.querySelectorAll(":scope > [data-row]");
  if (all.length >= Number(rows.dataset.most)) return undefined;
  const blank = rows.querySelector(":scope > template");
  const holder = document.createElement("div");
  holder.innerHTML = blank.innerHTML.replaceAll("NUMBER", String(number));
  const row = holder.querySelector("[data-row]");
  row.querySelector("[data-number]").textContent = inDigits(number + 1);
  row.querySelector("[data-less]").hidden = false;
  blank.before(row);
  count.value = number + 1;
  limit(rows);
  return row;
}

function limit(rows) {
  rows.querySelector("[data-more]").hidden = rows.querySelectorAll(":scope > [data-row]").length >= Number(rows.dataset.most);
}

// The form hears of it as of a letter: it is kept, and saved.
const tell = (at) => at.dispatchEvent(new Event("input", { bubbles: true }));

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-more], [data-less]");
  const rows = button?.closest("[data-rows]");
  if (!rows) return;
  event.preventDefault();
  if ("more" in button.dataset) {
    add(rows)?.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  } else {
    button.closest("[data-row]").remove();
    limit(rows);
    rows.querySelector("[data-more]").focus();
  }
  tell(rows);
});

// What is kept on this phone may have more rows than the form.
document.addEventListener("restoring", ({ detail: values }) => {
  for (const rows of document.querySelectorAll("[data-rows]")) {
    const wanted = Number(values[`${rows.dataset.rows}-count`] ?? 0);
    while (Number(rows.querySelector("[data-count]").value) < wanted && add(rows));
  }
});

document.addEventListener("renewed", begin);
begin();
