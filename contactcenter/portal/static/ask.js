// Small comforts for the forms, which work without this file: what is typed survives a reload of the
// page, files that are too large are named before they travel, and the button says that it is at work.
const form = document.querySelector("form[data-ask]");
const key = `draft ${location.pathname}`;
const kept = () => [...form.querySelectorAll("input[name=name], input[name=email], input[name=subject], select, textarea")];

function restore() {
  if (document.getElementById("faults")) return;
  let draft = {};
  try { draft = JSON.parse(sessionStorage.getItem(key) ?? "{}"); } catch { return; }
  for (const field of kept()) if (!field.value && draft[field.name]) field.value = draft[field.name];
}

function save() {
  try { sessionStorage.setItem(key, JSON.stringify(Object.fromEntries(kept().map((field) => [field.name, field.value])))); } catch { /* storage is full or forbidden */ }
}

function size(bytes) {
  return bytes < 1e6 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1).replace(".0", "")} MB`;
}

function checkFiles(input) {
  const limit = Number(form.dataset.limit);
  const large = [...input.files].find((file) => file.size > limit);
  const fault = input.files.length > Number(form.dataset.most) ? form.dataset.tooMany
    : large ? form.dataset.tooBig.replace("{name}", large.name).replace("{size}", size(limit)) : "";
  let line = document.getElementById("files-script-fault");
  if (!line) {
    line = document.createElement("p");
    line.id = "files-script-fault";
    line.className = "fault";
    line.setAttribute("role", "alert");
    input.after(line);
  }
  line.textContent = fault;
  input.setAttribute("aria-invalid", String(Boolean(fault)));
  return !fault;
}

if (form) {
  const input = form.querySelector("input[type=file]");
  const button = form.querySelector("button");
  restore();
  form.addEventListener("input", save);
  input.addEventListener("change", () => checkFiles(input));
  form.addEventListener("submit", (event) => {
    if (!checkFiles(input)) { event.preventDefault(); input.focus(); return; }
    // A page on its way out is not sent twice; if the way is cut, the browser keeps the page and the words.
    button.setAttribute("aria-disabled", "true");
    button.textContent = form.dataset.sending;
    setTimeout(() => { button.disabled = true; }, 0);
    if (location.pathname.startsWith("/t/")) sessionStorage.removeItem(key);
  });
  // Coming back by the browser's button shows the page as it was left: the button must work again.
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  document.getElementById("faults")?.focus();
}
