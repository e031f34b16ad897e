// Making elements: `make("button", { class: "send", onclick }, "Send")`. No markup is ever parsed here.
const SVG = "http://www.w3.org/2000/svg";

export function make(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else if (name in element && name !== "list") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== undefined && child !== null && child !== ""));
  return element;
}

export function icon(path) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

export const icons = {
  attach: "M19 11l-7.4 7.4a4.6 4.6 0 0 1-6.5-6.5L12.7 4.3a3.1 3.1 0 0 1 4.4 4.4l-7.5 7.5a1.5 1.5 0 0 1-2.2-2.2l6.9-6.9",
  close: "M6 6l12 12M18 6L6 18",
  leave: "M14 4H6v16h8M10 12h10M17 8.5l3.5 3.5-3.5 3.5",
  mail: "M4 6h16v12H4zM4.5 7l7.5 6 7.5-6",
  send: "M5 12h13M12.5 6l6 6-6 6",
  chat: "M4 5.5h16v11H10l-4.5 3.5v-3.5H4zM8 9.5h8M8 12.5h5",
  file: "M7 3.5h7l4 4v13H7zM14 3.5v4h4",
};
