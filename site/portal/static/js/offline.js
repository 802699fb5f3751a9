// Lets the browser keep one page that says what to do without the internet. It keeps no page that was read.
navigator.serviceWorker?.register("/offline.js");
