// The chat on another site, by one line: <script src="https://the.library/widget.js" async></script>
// Optional on the tag: data-locale="zh-Hans", data-theme="dark", data-queue="law". Nothing else of the page
// is touched: everything lives in a shadow root. The chat itself is loaded when it is opened, or when a
// conversation of this site's is still going on.
(() => {
  const tag = document.currentScript;
  const base = new URL(tag.src).origin;
  const chosen = tag.dataset.locale || document.documentElement.lang || navigator.language || "en";
  const locale = /^zh/i.test(chosen) ? "zh-Hans" : "en";
  const label = locale === "en" ? "Ask a librarian" : "咨询图书馆员";
  let view;
  let loading;

  const host = document.createElement("div");
  host.dataset.place = "corner";
  if (tag.dataset.theme) host.dataset.theme = tag.dataset.theme;
  const root = host.attachShadow({ mode: "open" });
  const panel = document.createElement("div");
  panel.hidden = true;
  panel.style.cssText = "display: contents";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "launch";
  button.lang = locale;
  button.setAttribute("aria-expanded", "false");
  const name = document.createElement("span");
  name.textContent = label;
  const badge = document.createElement("span");
  badge.className = "badge";
  badge.hidden = true;
  button.append(name, badge);
  root.append(panel, button);

  function load() {
    loading ??= import(`${base}/portal/chat/view.js`).then(({ View }) => {
      view = new View(panel, base, { locale, queue: tag.dataset.queue, onclose: close, onunread });
      return view;
    }).catch((error) => { loading = undefined; throw error; });
    return loading;
  }

  function onunread(count) {
    badge.textContent = count;
    badge.hidden = !count || !panel.hidden;
    button.setAttribute("aria-label", count && panel.hidden ? `${label} (${count})` : label);
  }

  async function open() {
    await load();
    set(true);
  }

  function close() {
    set(false);
    button.focus();
  }

  function set(opened) {
    panel.hidden = !opened;
    panel.style.display = opened ? "contents" : "none";
    host.toggleAttribute("data-open", opened);
    button.setAttribute("aria-expanded", String(opened));
    view?.show(opened);
  }

  button.addEventListener("click", () => (panel.hidden ? open() : close()));
  root.addEventListener("keydown", (event) => { if (event.key === "Escape" && !event.isComposing && !panel.hidden) close(); });

  async function begin() {
    const [{ dress }, { icon, icons }] = await Promise.all([import(`${base}/portal/chat/styles.js`), import(`${base}/portal/chat/dom.js`)]);
    dress(root);
    button.prepend(icon(icons.chat));
    document.body.append(host);
    set(false);
    let going = false;
    try { going = Boolean(localStorage.getItem(`contactcenter chat ${base}`)); } catch { /* storage is forbidden */ }
    if (going) { await load(); view.show(false); }
  }

  if (document.body) begin(); else addEventListener("DOMContentLoaded", begin);
})();
