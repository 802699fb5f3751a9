{% load static %}// Answers when there is no internet: with the one page that was kept for that, in the language of the address.
const KEPT = "offline {{ version }}";
const PAGES = ["/en/offline/", "/km/offline/"];

addEventListener("install", (event) =>
  event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll([...PAGES, "{% static 'css/neary.css' %}", "{% static 'fonts/neary-khmer.woff2' %}"]))),
);

addEventListener("activate", (event) =>
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name))))),
);

addEventListener("fetch", (event) => {
  if (event.request.mode !== "navigate") {
    // Only what the offline page itself is made of; everything else is the browser's own business.
    if (event.request.destination === "style" || event.request.destination === "font")
      event.respondWith(fetch(event.request).catch(() => caches.match(event.request)));
    return;
  }
  const page = new URL(event.request.url).pathname.startsWith("/km/") ? PAGES[1] : PAGES[0];
  event.respondWith(fetch(event.request).catch(() => caches.match(page)));
});
