// The search in the titles of the mirror: all of its titles are in mirrorTitles, [title, address] each. Without this
// file the list by letter leads to all of them.

const MOST = 50;
const box = document.querySelector("#title-search");
const [input, status, list] = ["input", "[role=status]", "ul"].map((part) => box.querySelector(part));
// What looks the same is the same: no case, no invisible space between Khmer words.
const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/[\u200b-\u200d]/g, "");
const titles = (self.mirrorTitles ?? []).map(([title, address]) => [plain(title), title, address]);
// Where the copy is read without a server, this page's own address is that of a file.
const root = location.protocol === "file:" ? "../../.." : "";

function show() {
  const words = plain(input.value).split(/\s+/).filter(Boolean);
  const found = words.length ? titles.filter(([text]) => words.every((word) => text.includes(word))) : [];
  list.replaceChildren(
    ...found.slice(0, MOST).map(([, title, address]) => {
      const link = document.createElement("a");
      link.href = root ? `${root}${address}index.html` : address;
      link.textContent = title;
      const item = document.createElement("li");
      item.append(link);
      return item;
    }),
  );
  status.textContent = words.length && !found.length ? box.dataset.none : "";
}

input.addEventListener("input", show);
box.hidden = titles.length === 0;
