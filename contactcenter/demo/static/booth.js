// The phone booth: what is heard and written comes by itself, what is clicked is done at once.
const EVERY_MS = 700;
const booth = document.querySelector(".booth");
const words = booth.dataset;
const [heard, thread, state] = [".heard", ".thread", ".state"].map((one) => booth.querySelector(one));
const line = booth.querySelector("#line"); // none at a desk of the library
const ENDS = ["completed", "busy", "no-answer", "failed", "canceled"];

function word(call) {
  if (!call) return words.wordsNone;
  if (call.rings) return words.wordsRings;
  if (call.status === "busy") return words.wordsBusy;
  if (ENDS.includes(call.status)) return words.wordsOver;
  if (call.hold) return words.wordsHold;
  if (call.records) return words.wordsRecords;
  if (call.with) return words.wordsAtDesk || words.wordsWith;
  return { queued: words.wordsQueued, ringing: words.wordsRinging }[call.status] ?? words.wordsInProgress;
}

/** What was read or played to them; what they said themselves stands beside it, and what others said. */
function heardAs({ text, by, mine, how }) {
  if (mine) return { text, kind: "mine", note: { kept: words.wordsKept, lost: words.wordsLost }[how] ?? words.wordsYou };
  if (by !== undefined) return { text, kind: how === "whispered" ? "theirs whispered" : "theirs", note: [by || words.wordsSomebody, how === "whispered" ? words.wordsWhispers : ""].filter(Boolean).join(" · ") };
  if (text.startsWith("♪")) return { text: `♪ ${words.wordsMusic}`, kind: "music" };
  return text === "beep" ? { text: words.wordsBeep, kind: "music" } : { text };
}

function fill(list, items) {
  if (!list) return;
  const told = JSON.stringify(items);
  if (list.dataset.told === told) return;
  const foot = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
  list.dataset.told = told;
  list.replaceChildren(...items.map(({ text, kind, note, files = [] }) => {
    const item = document.createElement("li");
    item.textContent = text;
    if (kind) item.className = kind;
    item.append(...files.map((one) => {
      const link = Object.assign(document.createElement("a"), { href: one.url, target: "_blank", rel: "noopener", className: "file" });
      if (one.media_type.startsWith("image/")) link.append(Object.assign(document.createElement("img"), { src: one.url, alt: words.wordsFile }));
      else link.textContent = `${words.wordsFile} (${one.media_type})`;
      return link;
    }));
    if (note) item.append(Object.assign(document.createElement("small"), { textContent: note }));
    return item;
  }));
  const down = () => (list.scrollTop = list.scrollHeight);
  if (!foot) return;
  down();
  for (const picture of list.querySelectorAll("img")) picture.addEventListener("load", down);
}

function show({ call, texts, faults }) {
  for (const one of booth.querySelectorAll("[data-fault]")) if (one !== switching) one.checked = faults.includes(one.dataset.fault);
  const live = Boolean(call) && !ENDS.includes(call.status) && !call.rings;
  state.textContent = word(call);
  const hidden = { dial: !line || live || Boolean(call?.rings), answer: !call?.rings, decline: !call?.rings, "hang-up": !live };
  for (const [act, away] of Object.entries(hidden)) booth.querySelector(`button[data-act="${act}"]`).hidden = away;
  // What had the keyboard is hidden now: it goes to what is there instead.
  if (document.activeElement?.hidden) booth.querySelector("button[data-act]:not([hidden])")?.focus();
  for (const one of booth.querySelectorAll(".keys button, [data-act=speak] input, [data-act=speak] button")) one.disabled = !live;
  fill(heard, (call?.heard ?? []).map(heardAs));
  if (thread) fill(thread, texts.length > 0
    ? texts.map((one) => ({ text: one.text, kind: one.mine ? "mine" : "theirs", note: one.mine ? words.wordsSent : "", files: one.files }))
    : [{ text: words.wordsNoTexts, kind: "music" }]);
}

/** The one whose switch is on its way: what is looked up meanwhile may be older. */
let switching = null;

booth.addEventListener("change", async ({ target }) => {
  if (!target.dataset.fault) return;
  switching = target;
  try {
    await fetch("/booth/faults", { method: "POST", body: new URLSearchParams({ kind: target.dataset.fault, on: target.checked ? "on" : "off" }) });
  } finally {
    switching = null;
  }
});

async function act(name, value, file) {
  const body = file ? new FormData() : new URLSearchParams();
  for (const [key, one] of Object.entries({ value, to: line?.value ?? "", ...(file ? { file } : {}) })) body.append(key, one);
  const answer = await fetch(`/booth/${words.who}/${name}`, { method: "POST", body });
  if (answer.ok) show(await answer.json());
}

booth.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-act]");
  if (button) act(button.dataset.act, button.dataset.value ?? line?.value ?? "");
});
// The keys of the keyboard are those of the telephone, but where somebody writes.
document.addEventListener("keydown", (event) => {
  const key = booth.querySelector(`.keys button:not(:disabled)[data-value="${CSS.escape(event.key)}"]`);
  if (key && !event.repeat && !event.ctrlKey && !event.metaKey && !event.altKey && !event.target.closest("input, select, textarea")) act("press", key.dataset.value);
});
for (const form of booth.querySelectorAll("form")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const field = form.querySelector("input");
    const files = form.querySelector("input[type=file]");
    const [file] = files?.files ?? [];
    if (field.value.trim() === "" && !file) return;
    act(form.dataset.act, field.value, file);
    field.value = "";
    if (files) files.value = "";
    field.focus();
  });
}

async function look() {
  if (document.hidden) return;
  const answer = await fetch(`/booth/${words.who}`);
  if (answer.ok) show(await answer.json());
}
look();
setInterval(() => look().catch(() => { /* the server is away; the next look may find it */ }), EVERY_MS);
