// What is marked stays fresh while it is looked at (letters, how a training goes), and nothing is lost of where one is.
const EVERY_MS = 3000;

async function look() {
  if (document.hidden) return;
  const list = document.querySelector("[data-refresh]");
  const answer = await fetch(location.href, { headers: { "Accept": "text/html" } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-refresh]");
  if (!fresh || fresh.innerHTML === list.innerHTML) return;
  const focused = document.activeElement?.getAttribute("href");
  const scrolled = list.querySelector(".boxes")?.scrollTop;
  list.replaceChildren(...fresh.childNodes);
  if (scrolled !== undefined) list.querySelector(".boxes").scrollTop = scrolled;
  if (focused) list.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

setInterval(() => look().catch(() => { /* the server is away; the next look may find it */ }), EVERY_MS);
