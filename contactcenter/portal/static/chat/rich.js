// A librarian's rich text, rebuilt element by element: whatever is not listed here becomes plain text.
// The server has cleaned it; on a foreign site, whose policy we do not know, we do not rely on that alone.
const KEPT = new Set(["P", "BR", "B", "STRONG", "I", "EM", "U", "S", "UL", "OL", "LI", "BLOCKQUOTE", "CODE", "PRE"]);
const SCHEMES = new Set(["http:", "https:", "mailto:", "tel:"]);

export function rich(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const result = document.createDocumentFragment();
  rebuild(parsed.body, result);
  return result;
}

/** Plain text with its web addresses as links. */
export function plain(text) {
  const result = document.createDocumentFragment();
  for (const part of text.split(/(https?:\/\/[^\s<>"'，。；、）】》]+)/)) {
    result.append(/^https?:\/\//.test(part) ? link(part, [part]) : part);
  }
  return result;
}

function rebuild(from, to) {
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) to.append(node.data);
    else if (node.nodeType !== Node.ELEMENT_NODE || node.tagName === "SCRIPT" || node.tagName === "STYLE") continue;
    else if (node.tagName === "A") {
      const inside = document.createDocumentFragment();
      rebuild(node, inside);
      to.append(link(node.getAttribute("href") ?? "", [inside]));
    } else if (KEPT.has(node.tagName)) {
      const element = document.createElement(node.tagName);
      rebuild(node, element);
      to.append(element);
    } else rebuild(node, to);
  }
}

function link(address, content) {
  let url;
  try { url = new URL(address); } catch { url = undefined; }
  const element = document.createElement(url && SCHEMES.has(url.protocol) ? "a" : "span");
  if (element.tagName === "A") Object.assign(element, { href: url.href, target: "_blank", rel: "noopener noreferrer nofollow" });
  element.append(...content);
  return element;
}
