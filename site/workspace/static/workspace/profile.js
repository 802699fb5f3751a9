// The colour of an organization: the squares and the free colour are one choice, and the look follows it. Without this
// file the button "Show it in the chosen colour" does the same.
{
  const look = document.querySelector("[data-look]");
  const free = document.querySelector("input[type=color]");
  const squares = [...document.querySelectorAll(".swatches input")];
  let newest = 0;

  async function show(colour) {
    const own = ++newest;
    const answer = await fetch(`${look.dataset.look}?colour=${encodeURIComponent(colour)}`).catch(() => null);
    // A later choice may be answered earlier.
    if (answer?.ok && own === newest) look.innerHTML = await answer.text();
  }

  for (const square of squares)
    square.addEventListener("change", () => {
      free.value = square.value;
      show(square.value);
    });
  free.addEventListener("change", () => {
    for (const square of squares) square.checked = square.value === free.value;
    show(free.value);
  });
}
