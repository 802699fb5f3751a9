// What a short form sends, and how much of it is there already.

const STEP = 250; // milliseconds between two tellings

// The answer to a form, as of fetch(); `told` hears how many of all bytes have gone up, if there is a file among them.
export function post(body, { signal, told } = {}) {
  const request = new XMLHttpRequest();
  request.open("POST", location.pathname);
  request.setRequestHeader("Accept", "application/json");
  if (told && [...body.values()].some((value) => value instanceof File && value.size)) {
    let last = 0;
    request.upload.addEventListener("progress", ({ loaded, total, timeStamp }) => {
      if (loaded < total && timeStamp - last < STEP) return;
      last = timeStamp;
      told(loaded, total);
    });
  }
  signal?.addEventListener("abort", () => request.abort());
  return new Promise((done, failed) => {
    request.addEventListener("load", () => done(answerOf(request)));
    for (const name of ["error", "abort", "timeout"]) request.addEventListener(name, failed);
    request.send(body);
  });
}

function answerOf(request) {
  return {
    ok: request.status >= 200 && request.status < 300,
    status: request.status,
    // A form answers at its own address; the way to sign in is at another one.
    redirected: new URL(request.responseURL).pathname !== location.pathname,
    url: request.responseURL,
    isJson: (request.getResponseHeader("Content-Type") ?? "").includes("json"),
    text: () => request.responseText,
    json: () => JSON.parse(request.responseText),
  };
}

// Why the portal did not take it, in the words of the form; nothing where it is for the line to blame.
export const refusedBy = (answer, words) => (answer?.status === 413 ? words.tooLarge : answer ? words.failed : "");

const isKhmer = document.documentElement.lang === "km";
// Chromium's own formats know no Khmer digits.
export const inDigits = (text) => (isKhmer ? text.replace(/\d/g, (digit) => "០១២៣៤៥៦៧៨៩"[digit]) : text);

const inSize = (bytes) => inDigits((bytes / 1e6).toFixed(1));

// "0.4 of 1.2 MB"; `words` are the form's own for it.
export const howFar = (words, part, all) => words.replace("{part}", inSize(part)).replace("{all}", inSize(all));
