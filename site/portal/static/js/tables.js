// Tables pasted from Word, Excel, Google Docs and LibreOffice stay tables: in a box for plain text as lines with tabs,
// of which the portal makes a table; in the full editor as a block of their own. Without this file lines with tabs stay.

(() => {
  const MOST_COLUMNS = 12, MOST_ROWS = 200, LONGEST_CELL = 500, LONGEST_HEADING = 150;
  const MOST_HTML = 3_000_000; // characters
  const BLOCKS = "address,blockquote,dd,div,dl,dt,figure,h1,h2,h3,h4,h5,h6,hr,li,ol,p,pre,section,table,tr,ul";
  const streams = []; // the stream blocks of the full editor
  const isAgain = new WeakSet(); // events that this file made itself

  // Documents made so run no script and load nothing.
  const parsed = (html) => new DOMParser().parseFromString(html, "text/html").body;

  function cellText(cell) {
    for (const end of cell.querySelectorAll(`br,${BLOCKS}`)) end.after(" ");
    return cell.textContent.replace(/\s+/g, " ").trim();
  }

  // Cells that stretch are the first of those that they cover; the others are empty.
  function rowsOf(table) {
    const rows = [...table.rows].slice(0, MOST_ROWS + 1).map(() => []);
    rows.forEach((row, number) => {
      let place = 0;
      for (const cell of table.rows[number].cells) {
        while (row[place] !== undefined) place += 1;
        const text = cellText(cell);
        const right = Math.min(cell.colSpan, MOST_COLUMNS + 1), down = Math.min(cell.rowSpan || 1, rows.length - number);
        for (let y = 0; y < down; y += 1) for (let x = 0; x < right; x += 1) rows[number + y][place + x] ??= x || y ? "" : text;
        place += right;
      }
    });
    const full = rows.map((row) => Array.from(row, (text) => text ?? "")).filter((row) => row.some(Boolean));
    const width = Math.max(0, ...full.map((row) => row.length));
    return full.map((row) => [...row, ...Array(width - row.length).fill("")]);
  }

  // None where it only places things on a page, and where it is too large for a table of the portal.
  function readTable(table) {
    const rows = table.querySelector("table") ? [] : rowsOf(table);
    const width = rows[0]?.length ?? 0;
    const isFit = rows.every((row, number) => row.every((text) => text.length <= (number ? LONGEST_CELL : LONGEST_HEADING)));
    if (rows.length < 2 || rows.length > MOST_ROWS || width < 2 || width > MOST_COLUMNS || !isFit) return undefined;
    const caption = table.caption ? cellText(table.caption).slice(0, LONGEST_HEADING) : "";
    return { rows, caption };
  }

  // Plain text has no use for styles, and the workspace's policy refuses them with noise.
  const bare = (html) =>
    html
      .split(/<style\b/i)
      .map((part, number) => (number ? part.slice(part.search(/<\/style>/i) + 8) : part))
      .join("")
      .replace(/<[a-z][^<>]{0,4000}>/gi, (tag) => tag.replace(/\sstyle=(?:"[^"]*"|'[^']*'|[^\s>]*)/gi, ""));

  function tablesIn(clipboard, isPlain) {
    const html = clipboard?.getData("text/html") ?? "";
    if (!/<table\b/i.test(html) || html.length > MOST_HTML) return undefined;
    const body = parsed(isPlain ? bare(html) : html);
    const found = [...body.querySelectorAll("table")].map((table) => [table, readTable(table)]).filter(([, read]) => read);
    return found.length ? { body, found } : undefined;
  }

  // The words as lines, tables as lines with tabs.
  function asText(body, found) {
    const read = new Map(found);
    const lines = (node) => {
      if (node.nodeType === Node.TEXT_NODE) return node.data.replace(/\s+/g, " ");
      if (read.has(node)) return `\n${read.get(node).rows.map((row) => row.join("\t")).join("\n")}\n`;
      if (node.nodeType !== Node.ELEMENT_NODE || node.matches("style,script,title,meta")) return "";
      if (node.matches("br")) return "\n";
      const inside = [...node.childNodes].map(lines).join("");
      return node.matches(BLOCKS) ? `\n${inside}\n` : inside;
    };
    return lines(body).replace(/ *\n */g, "\n").replace(/\n{3,}/g, "\n\n").trim();
  }

  function pasteAsText(box, event, { body, found }) {
    event.preventDefault();
    // So that it can be undone.
    const text = asText(body, found);
    if (!document.execCommand("insertText", false, text)) {
      box.setRangeText(text, box.selectionStart, box.selectionEnd, "end");
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  function tableState({ rows, caption }) {
    const hasHead = rows[0].every((text) => text && !/^\p{Nd}+$/u.test(text));
    const headings = hasHead ? rows[0] : rows[0].map(() => "");
    return {
      type: "table",
      value: {
        columns: headings.map((heading) => ({ type: "text", heading })),
        rows: rows.slice(hasHead ? 1 : 0).map((values) => ({ values })),
        caption,
      },
    };
  }

  // The editor of rich text takes what is left as if it had been pasted alone.
  function pasteRest(editor, html) {
    if (!parsed(html).textContent.trim()) return;
    const data = new DataTransfer();
    data.setData("text/html", html);
    data.setData("text/plain", asText(parsed(html), []));
    const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
    isAgain.add(event);
    editor.dispatchEvent(event);
  }

  // What stands before a table, what stands behind it: the page is cut there, tags and all.
  function cutAt(body, table) {
    const marker = document.createComment("table");
    table.replaceWith(marker);
    const range = body.ownerDocument.createRange();
    range.setStart(body, 0);
    range.setEndBefore(marker);
    const holder = document.createElement("div");
    holder.append(range.extractContents());
    marker.remove();
    return holder.innerHTML;
  }

  function pasteIntoStream(editor, event, stream, child, { body, found }) {
    event.preventDefault();
    event.stopImmediatePropagation();
    let index = stream.children.indexOf(child) + 1;
    found.forEach(([table, read], number) => {
      const before = cutAt(body, table);
      if (!number) pasteRest(editor, before);
      else index = insertText(stream, before, index);
      stream.insert(tableState(read), index, { animate: true });
      index += 1;
    });
    insertText(stream, body.innerHTML, index);
  }

  function insertText(stream, html, index) {
    if (!parsed(html).textContent.trim()) return index;
    const block = stream.insert({ type: "paragraph", value: stream.blockDef.initialChildStates.paragraph }, index, { animate: true });
    // Its editor is there after React has drawn it.
    setTimeout(() => pasteRest(block.element.querySelector("[contenteditable=true]"), html), 0);
    return index + 1;
  }

  function pasteIntoEditor(editor, event, pasted) {
    for (const stream of streams) {
      const child = stream.children.find((each) => each.type === "paragraph" && each.element.contains(editor));
      if (child) return pasteIntoStream(editor, event, stream, child, pasted);
    }
    // No table can stand there: each row stays one line.
    event.preventDefault();
    event.stopImmediatePropagation();
    for (const [table, { rows }] of pasted.found) {
      table.replaceWith(
        ...rows.map((row) => {
          const line = document.createElement("p");
          line.textContent = row.filter(Boolean).join(" | ");
          return line;
        }),
      );
    }
    pasteRest(editor, pasted.body.innerHTML);
  }

  // Stream blocks tell nobody of themselves: each is remembered as it is made.
  function remember(definition) {
    const { render } = definition.prototype;
    definition.prototype.render = function (...args) {
      const stream = render.apply(this, args);
      if ("table" in this.childBlockDefsByName && "paragraph" in this.childBlockDefsByName) streams.push(stream);
      return stream;
    };
  }
  if (window.wagtailStreamField) remember(window.wagtailStreamField.blocks.StreamBlockDefinition);

  addEventListener(
    "paste",
    (event) => {
      if (isAgain.has(event) || !(event.target instanceof Element)) return;
      const box = event.target.closest("form.post textarea, textarea[name=text]");
      if (box?.closest("[data-part]")) return; // workspace/parts.js makes a part of each table
      const editor = event.target.closest(".Draftail-Editor [contenteditable=true]");
      const pasted = box || editor ? tablesIn(event.clipboardData, Boolean(box)) : undefined;
      if (!pasted) return;
      if (box) pasteAsText(box, event, pasted);
      else pasteIntoEditor(editor, event, pasted);
    },
    true, // before the editor itself
  );
})();
