{% load static %}// Check-in without internet: the page of a code is the kept one, which looks the code up in the list on this telephone.
const KEPT = "check-in {{ version }}";
const SHELL = "{% url 'workspace:check-in-shell' %}";
const FILES = [{% for asset in assets %}"{% static asset %}", {% endfor %}];
const PATIENCE = 4000; // milliseconds until a slow line counts as none

addEventListener("install", (event) =>
  event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll([SHELL, ...FILES])).then(() => skipWaiting())),
);

addEventListener("activate", (event) => {
  const isOld = (name) => name.startsWith("check-in ") && name !== KEPT;
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter(isOld).map((name) => caches.delete(name))))
      .then(() => clients.claim()),
  );
});

// `ignoreVary`: the page varies by cookie, and the cookie changes; it is this person's own page all the same.
const kept = (address) => caches.open(KEPT).then((cache) => cache.match(address, { ignoreVary: true }));
const soon = (request) => fetch(request, { signal: AbortSignal.timeout(PATIENCE) });

async function page(request) {
  const address = new URL(request.url);
  const own = await kept(SHELL);
  if (!own || address.search) return fetch(request);
  return address.pathname.includes("/code/") ? own : soon(request).catch(() => own);
}

addEventListener("fetch", (event) => {
  const { pathname } = new URL(event.request.url);
  if (event.request.mode === "navigate" && event.request.method === "GET") event.respondWith(page(event.request));
  else if (FILES.includes(pathname)) event.respondWith(kept(pathname).then((own) => own ?? fetch(event.request)));
});
