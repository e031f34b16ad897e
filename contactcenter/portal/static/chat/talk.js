// One conversation: what was said, what is on its way, how the connection and the desk stand.
// It knows no screen; `view.js` draws what stands here whenever `changed` is called.
import { Memory, newId } from "./memory.js";
import { Wire } from "./wire.js";

const BUSY_AGAIN_MS = 3_000;
const TYPING_SHOWN_MS = 6_000;
const TYPING_TOLD_MS = 3_000;
const LONGEST_TIMER_MS = 86_400_000;
const HELP_AFTER_MS = 5_000;
const LATER = new Set(["unavailable", "slow_down"]);

export class Talk {
  constructor(base, { locale, queue, changed }) {
    Object.assign(this, { base, locale, queue, changed });
    this.lines = new Map();
    this.version = 0;
    this.faults = new Map();
    this.status = undefined;
    this.desk = undefined;
    this.link = "connecting";
    this.typists = new Map();
    this.notice = "";
    this.told = 0;
    this.seenVersion = 0;
    this.memory = new Memory(base, () => this.elsewhere());
    this.usedToken = this.memory.token;
    this.wire = new Wire(base, () => (this.memory.token ? { token: this.memory.token } : undefined), {
      up: () => this.up(),
      down: () => { this.link = "down"; this.changed(); },
      refused: (why) => this.refused(why),
      event: (name, data) => this.heard(name, data),
    });
  }

  async begin() {
    this.wire.connect();
    await this.askDesk();
  }

  end() { clearTimeout(this.opening); this.wire.end(); this.memory.end(); }

  /** Whether there is a conversation, or a first message on its way to make one. */
  get begun() { return Boolean(this.memory.token || this.memory.start); }

  /** How the desk of this conversation stands; before it began, that of the department chosen so far. */
  get now() { return this.status ?? this.desk?.departments.find((one) => one.slug === (this.asked ?? this.queue)) ?? this.desk; }

  get open() { return this.now?.open ?? true; }

  /** Whether a conversation can not begin just now. */
  get refuses() { return !this.begun && !this.open && this.now.takes_messages === false; }

  /** Everything on the screen, in the order of the ticket; what has no receipt stands at the end. */
  get shown() {
    const lines = [...this.lines.values()].sort((one, other) => one.version - other.version);
    const here = new Set(lines.map((line) => line.client_id).filter(Boolean));
    const start = this.memory.start;
    const waiting = [...(start ? [{ ...start, files: start.shown_files ?? [] }] : []), ...this.memory.unsent];
    const pending = waiting.filter((message) => !here.has(message.client_id)).map((message) => ({
      id: message.client_id, client_id: message.client_id, author: "patron", text: message.text,
      attachments: message.files, pending: true, fault: this.faults.get(message.client_id) ?? "",
    }));
    return [...lines, ...pending];
  }

  async askDesk() {
    try {
      const answer = await fetch(`${this.base}/chat/desk`, { credentials: "omit" });
      if (!answer.ok) throw new Error(String(answer.status));
      this.desk = await answer.json();
      // Whichever department opens or closes first; times of one form sort as they follow.
      if (!this.memory.token) this.askAgainAt([this.desk, ...this.desk.departments].map((one) => one.changes_at).filter(Boolean).sort()[0]);
    } catch {
      // A foreign page that may not embed us gets no answer at all; offline, we ask again when connected.
      if (navigator.onLine && !this.wire.open) this.unreachable = true;
    }
    this.changed();
  }

  /** The desk opens or closes while the page is open: ask again when it does. */
  askAgainAt(moment) {
    clearTimeout(this.opening);
    const wait = moment ? new Date(moment) - Date.now() + 1_000 : NaN;
    if (wait > 0 && wait < LONGEST_TIMER_MS) {
      this.opening = setTimeout(() => (this.memory.token && this.wire.open ? this.resume().catch(() => {}) : this.askDesk()), wait);
    }
  }

  /** Open the conversation with its first message. */
  start(text, files, who) {
    this.notice = "";
    this.memory.began({
      client_id: newId(), text, ...who, locale: this.locale,
      attachments: files.map((file) => file.id), shown_files: files,
    });
    this.changed();
    this.sendStart();
  }

  say(text, files) {
    this.notice = "";
    this.memory.wrote({ client_id: newId(), text, files });
    this.changed();
    this.sendUnsent();
  }

  retry(clientId) {
    this.faults.delete(clientId);
    this.changed();
    if (this.memory.start) this.sendStart(); else this.sendUnsent();
  }

  discard(clientId) {
    this.faults.delete(clientId);
    this.memory.received(clientId);
    this.changed();
  }

  typing() {
    const now = Date.now();
    if (!this.memory.token || now - this.told < TYPING_TOLD_MS) return;
    this.told = now;
    this.wire.tell("typing", {});
  }

  /** The screen shows everything: what was waiting to be seen is now delivered. */
  seen() {
    const last = [...this.lines.values()].reduce((most, line) => (line.author === "staff" ? Math.max(most, line.version) : most), 0);
    if (!this.wire.open || last <= this.seenVersion) return;
    this.seenVersion = last;
    this.wire.tell("seen", { version: last });
  }

  /** Have the conversation mailed; resolves with an error's code, or "" when it is on its way. */
  async mail(email) {
    try {
      const answer = await this.wire.ask("transcript", { email });
      return answer.error ?? "";
    } catch { return "mail_offline"; }
  }

  /** Whether a librarian has answered: then there is a conversation to keep. */
  get answered() { return [...this.lines.values()].some((line) => line.author === "staff"); }

  /** Send a file up; resolves with {id, name, media_type, size} or rejects with an Error named by a code. */
  upload(file, progress) {
    return new Promise((resolve, reject) => {
      // fetch() tells no progress of a body on its way up.
      const request = new XMLHttpRequest();
      request.open("POST", `${this.base}/chat/upload?name=${encodeURIComponent(file.name)}`);
      if (this.memory.token) request.setRequestHeader("Authorization", `Bearer ${this.memory.token}`);
      request.setRequestHeader("Content-Type", file.type || "application/octet-stream");
      request.upload.onprogress = (event) => progress(event.lengthComputable ? event.loaded / event.total : 0);
      request.onload = () => {
        let answer = {};
        try { answer = JSON.parse(request.responseText); } catch { /* no JSON: a proxy's page */ }
        if (request.status === 200) resolve(answer); else reject(new Error(answer.error ?? "upload"));
      };
      request.onerror = () => reject(new Error("upload"));
      request.send(file);
    });
  }

  /** Leave the conversation and everything of it on this device. */
  forget() {
    this.memory.clear();
    this.usedToken = undefined;
    this.lines.clear();
    this.faults.clear();
    this.version = this.seenVersion = 0;
    this.status = undefined;
    for (const name of [...this.typists.keys()]) this.types(name, false);
    this.notice = "";
    this.wire.again();
    this.askDesk();
  }

  async up() {
    this.link = "up";
    this.unreachable = false;
    this.changed();
    if (!this.desk) this.askDesk();
    try {
      if (this.memory.token) await this.resume();
      if (this.memory.start) await this.sendStart();
      await this.sendUnsent();
    } catch { /* the connection broke again: the next one begins here anew */ }
  }

  async resume() {
    const answer = await this.wire.ask("resume", { version: this.version });
    if (answer.resync) {
      this.lines.clear();
      this.version = 0;
      return this.resume();
    }
    if (answer.error) { this.lost(answer.error); return undefined; }
    this.status = answer.status;
    this.askAgainAt(this.status.changes_at);
    this.take(answer.lines, answer.version);
    return undefined;
  }

  take(lines, version) {
    for (const line of lines) {
      this.lines.set(line.version, line);
      if (line.author === "staff") this.types(line.name, false);
      if (line.client_id && this.memory.unsent.some((message) => message.client_id === line.client_id)) this.memory.received(line.client_id);
    }
    this.version = Math.max(this.version, version);
    this.changed();
  }

  heard(name, data) {
    if (name === "lines") this.take(data.lines, data.version);
    else if (name === "status") { this.status = data; this.changed(); }
    else if (name === "typing") {
      this.types(data.name, true);
      this.changed();
    }
  }

  /** Several librarians may type at once. */
  types(name, on) {
    clearTimeout(this.typists.get(name));
    this.typists.delete(name);
    if (on) this.typists.set(name, setTimeout(() => { this.typists.delete(name); this.changed(); }, TYPING_SHOWN_MS));
  }

  refused(why) {
    if (why === "token") { this.lost("no_conversation"); this.wire.again(); return; }
    this.unreachable = true;
    this.link = "down";
    this.changed();
  }

  /** The token leads nowhere any more. What was written stays, and opens a new conversation. */
  lost(code) {
    this.memory.forgetToken();
    this.usedToken = undefined;
    this.lines.clear();
    this.version = 0;
    this.status = undefined;
    this.notice = code;
    for (const message of this.memory.unsent) this.faults.set(message.client_id, "no_conversation");
    this.changed();
  }

  async sendStart() {
    const start = this.memory.start;
    if (!start || !this.wire.open || this.starting || this.memory.token) return;
    this.starting = true;
    try {
      const { shown_files: _, ...payload } = start;
      const answer = await this.wire.ask("start", payload);
      if (answer.error) { this.failed(start.client_id, answer.error, () => this.sendStart()); return; }
      this.memory.opened(answer.token, answer.ticket_id);
      this.usedToken = answer.token;
      this.status = answer.status;
      // The socket is in its conversation now; its first line comes by `resume`, with its files' links.
      await this.resume();
    } catch { /* no receipt: repeated at the next connection, letter by letter, so that it stays one */ }
    finally { this.starting = false; this.changed(); }
    await this.sendUnsent();
  }

  async sendUnsent() {
    if (this.sending || !this.wire.open) return;
    this.sending = true;
    try {
      for (let next = this.nextUnsent(); next && this.wire.open; next = this.nextUnsent()) {
        if (!this.memory.token) { this.startFrom(next); break; }
        const answer = await this.wire.ask("say", {
          client_id: next.client_id, text: next.text, attachments: next.files.map((file) => file.id),
        });
        if (answer.error) { this.failed(next.client_id, answer.error, () => this.sendUnsent()); break; }
        if (next.files.length) await this.resume();
        else if (![...this.lines.values()].some((line) => line.client_id === next.client_id)) {
          this.lines.set(answer.version, {
            id: answer.version, version: answer.version, author: "patron", name: "", text: next.text, html: null,
            at: answer.at, attachments: [], client_id: next.client_id,
          });
        }
        this.memory.received(next.client_id);
        this.changed();
      }
    } catch { /* as above */ }
    finally { this.sending = false; }
  }

  nextUnsent() { return this.memory.unsent.find((message) => !this.faults.has(message.client_id)); }

  /** A message whose conversation is gone opens a new one. */
  startFrom(message) {
    this.memory.received(message.client_id);
    this.memory.began({
      client_id: message.client_id, text: message.text, name: "", email: "", locale: this.locale, queue: this.queue ?? null,
      attachments: message.files.map((file) => file.id), shown_files: message.files,
    });
    this.sendStart();
  }

  failed(clientId, code, again) {
    if (LATER.has(code)) {
      this.notice = code;
      setTimeout(() => { this.notice = ""; again(); }, BUSY_AGAIN_MS);
    } else {
      this.faults.set(clientId, code);
      if (code === "gone" || code === "no_conversation") this.lost(code);
    }
    this.changed();
  }

  /** Another tab began, wrote or cleared something. */
  elsewhere() {
    if (this.memory.token !== this.usedToken) {
      this.usedToken = this.memory.token;
      this.lines.clear();
      this.version = this.seenVersion = 0;
      this.status = undefined;
      this.wire.again();
    }
    this.changed();
    // The tab that wrote it sends it; if that one was closed meanwhile, this one does. Twice is once.
    clearTimeout(this.help);
    this.help = setTimeout(() => { this.sendStart(); this.sendUnsent(); }, HELP_AFTER_MS);
  }
}
