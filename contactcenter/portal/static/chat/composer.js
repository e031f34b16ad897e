// Where the patron writes: name and address before the conversation began, files, the text itself.
import { icon, icons, make } from "./dom.js";
import { size } from "./line.js";

const LONGEST_TEXT = 8_000;
const MOST_FILES = 8;
const TALLEST_PX = 160;

export class Composer {
  constructor(view) {
    this.view = view;
    this.files = [];
    const say = (key, values) => view.say(key, values);
    this.text = make("textarea", {
      id: "text", rows: 1, placeholder: say("placeholder"), "aria-label": say("label_text"), maxLength: LONGEST_TEXT,
      "aria-describedby": "fault", oninput: () => this.typed(), onkeydown: (event) => this.key(event), onpaste: (event) => this.pasted(event),
    });
    this.text.value = view.talk.memory.draft;
    this.picker = make("input", { type: "file", multiple: true, hidden: true, tabIndex: -1, "aria-hidden": "true", onchange: () => { this.add(this.picker.files); this.picker.value = ""; } });
    this.chosen = make("ul", { class: "chosen", hidden: true });
    this.fault = make("p", { class: "fault-line", id: "fault", role: "alert", hidden: true });
    this.name = make("input", { autocomplete: "name", maxLength: 200, value: view.options.name ?? "" });
    this.email = make("input", { type: "email", autocomplete: "email", maxLength: 254, value: view.options.email ?? "", "aria-describedby": "fault", oninput: () => this.email.removeAttribute("aria-invalid") });
    this.emailNote = make("i", {}, say("optional"));
    this.select = make("select", { onchange: () => { view.talk.asked = this.select.value; view.draw(); } });
    this.queueLabel = make("label", { class: "wide", hidden: true }, make("span", {}, say("queue")), this.select);
    this.persons = [
      make("label", {}, make("span", {}, say("name"), " ", make("i", {}, say("optional"))), this.name),
      make("label", {}, make("span", {}, say("email"), " ", this.emailNote), this.email)];
    this.who = make("div", { class: "who", hidden: true }, ...this.persons, this.queueLabel);
    this.row = make("div", { class: "compose" }, this.fault, this.chosen, make("div", { class: "row" },
      make("button", { type: "button", class: "tool", title: say("attach"), "aria-label": say("attach"), onclick: () => this.picker.click() }, icon(icons.attach)),
      this.picker, this.text, make("button", { class: "send" }, say("send"))));
    this.element = make("form", { noValidate: true, onsubmit: (event) => { event.preventDefault(); this.send(); } }, this.who, this.row);
    this.element.addEventListener("dragover", (event) => event.preventDefault());
    this.element.addEventListener("drop", (event) => { event.preventDefault(); this.add(event.dataTransfer.files); });
  }

  get queue() { return this.view.talk.begun ? undefined : this.select.value || undefined; }

  focus() { this.text.focus({ preventScroll: true }); }

  reset() {
    this.files = [];
    this.text.value = "";
    this.view.talk.memory.draft = "";
    this.complain("");
    this.grow();
    this.draw();
  }

  /** The next reader at this computer learns nothing of this one. */
  forget() {
    this.name.value = this.email.value = "";
    this.reset();
  }

  draw() {
    const { talk } = this.view;
    const fresh = !talk.begun;
    this.who.hidden = !fresh;
    this.row.classList.toggle("line", !fresh);
    // Where no message is taken nothing can be written; another department can still be chosen.
    for (const one of [this.row, ...this.persons]) one.hidden = talk.refuses;
    this.emailNote.hidden = !talk.open;
    this.email.required = !talk.open;
    const departments = talk.desk?.departments ?? [];
    this.queueLabel.hidden = departments.length < 2;
    if (this.select.options.length !== departments.length && departments.length) {
      this.select.replaceChildren(...departments.map((one) => new Option(one[this.view.locale], one.slug)));
      if (departments.some((one) => one.slug === talk.queue)) this.select.value = talk.queue;
      talk.asked = this.select.value;
    }
    this.chosen.hidden = !this.files.length;
    this.chosen.replaceChildren(...this.files.map((file) => make("li", {},
      make("b", {}, file.done ? `${file.name} · ${size(file.size)}` : this.view.say("uploading", { name: file.name, percent: Math.round(file.progress * 100) })),
      make("button", { type: "button", class: "tool", "aria-label": this.view.say("remove_file", { name: file.name }), onclick: () => this.remove(file) }, icon(icons.close)))));
  }

  typed() {
    this.view.talk.memory.draft = this.text.value;
    this.view.talk.typing();
    this.complain("");
    this.grow();
  }

  grow() {
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(TALLEST_PX, this.text.scrollHeight + 2)}px`;
  }

  key(event) {
    // While a Chinese word is being composed, Enter chooses it and must not send.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    // A touch keyboard has no Shift-Enter: there Enter is a new line, and the button sends.
    if (matchMedia("(pointer: coarse)").matches) return;
    event.preventDefault();
    this.send();
  }

  pasted(event) {
    if (event.clipboardData.files.length) { event.preventDefault(); this.add(event.clipboardData.files); }
  }

  complain(key, values = {}) {
    this.fault.textContent = key ? this.view.say(`error_${key}`, values) : "";
    this.fault.hidden = !key;
  }

  async add(list) {
    const { talk } = this.view;
    const limit = talk.desk?.max_file_bytes ?? Infinity;
    for (const source of list) {
      if (this.files.length >= MOST_FILES) { this.complain("too_many_files", { count: MOST_FILES }); return; }
      if (source.size > limit) { this.complain("too_large", { name: source.name, size: size(limit) }); continue; }
      if (!source.size) { this.complain("file_empty", { name: source.name }); continue; }
      const file = { name: source.name, size: source.size, progress: 0, done: false };
      this.files.push(file);
      this.draw();
      try {
        Object.assign(file, await talk.upload(source, (progress) => { file.progress = progress; this.draw(); }), { done: true });
      } catch (error) {
        this.files = this.files.filter((one) => one !== file);
        const known = ["too_large", "slow_down", "unavailable"].includes(error.message);
        this.complain(known ? error.message : "upload", { name: source.name, size: size(limit) });
      }
      this.draw();
    }
  }

  remove(file) {
    this.files = this.files.filter((one) => one !== file);
    this.draw();
    this.focus();
  }

  send() {
    const { talk } = this.view;
    const text = this.text.value.trim();
    if (this.files.some((file) => !file.done)) return;
    if (!text && !this.files.length) { this.complain("empty"); this.focus(); return; }
    const files = this.files.map(({ id, name, media_type, size: bytes }) => ({ id, name, media_type, size: bytes }));
    if (talk.begun) talk.say(text, files);
    else {
      const email = this.email.value.trim();
      const fault = email ? (/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email) ? "" : "email") : (talk.open ? "" : "email_needed");
      if (fault) { this.complain(fault); this.email.setAttribute("aria-invalid", "true"); this.email.focus(); return; }
      talk.start(text, files, { name: this.name.value.trim(), email, queue: this.select.value || talk.queue || null });
    }
    this.reset();
    this.view.toEnd();
    this.focus();
  }
}
