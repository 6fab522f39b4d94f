// `[data-lt-rooms]`: groups of the side navigation. Which ones a person left open is told to the server by a cookie, so that the next page
// comes with them open. The page one is on is brought into sight where the navigation is a row or has more than the screen holds.
const COOKIE = "lt_nhom";

function keep() {
  const open = [...document.querySelectorAll("[data-lt-rooms][open]")].map((group) => group.dataset.ltRooms);
  document.cookie = `${COOKIE}=${open.join(".")}; path=/; max-age=31536000; samesite=lax`;
}

export function start() {
  for (const group of document.querySelectorAll("[data-lt-rooms]")) {
    // A click, not `toggle`: that comes for groups the page was delivered with open, too.
    group.querySelector("summary").addEventListener("click", () => setTimeout(keep));
  }
  const nav = document.querySelector(".lt-sidenav");
  const here = nav?.querySelector("[aria-current=page]");
  if (!here) return;
  const room = nav.getBoundingClientRect();
  const it = here.getBoundingClientRect();
  if (it.left < room.left || it.right > room.right) nav.scrollLeft += it.left - room.left - (room.width - it.width) / 2;
  if (it.top < room.top || it.bottom > room.bottom) nav.scrollTop += it.top - room.top - (room.height - it.height) / 2;
}
