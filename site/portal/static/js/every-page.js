// Lets the browser keep one page that says what to do without the internet. It keeps no page that was read.
navigator.serviceWorker?.register("/offline.js");

// Where somebody is signed in, a strip for whom this page is hers. It is no part of the page, which is kept for all.
const { page } = document.body.dataset;
if (page && document.cookie.includes("signed_in=")) {
  fetch(`/workspace/strip/${page}/`, { redirect: "manual" }).then(async (answer) => {
    if (answer.status === 200) document.querySelector(".skip").insertAdjacentHTML("afterend", await answer.text());
  }, console.debug);
}
