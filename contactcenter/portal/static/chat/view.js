// The conversation on the screen: a head, the thread, who writes (before it began), and the composer.
import { Composer } from "./composer.js";
import { icon, icons, make } from "./dom.js";
import { line, dayOf } from "./line.js";
import { RecordForm } from "./record.js";
import { Talk } from "./talk.js";
import { words as allWords } from "./words.js";

const NEAR_END_PX = 80;

export class View {
  /** `options`: locale, queue, name, email, onclose (none: no close button), onunread(count), onleave(). */
  constructor(root, base, options) {
    Object.assign(this, { base, options });
    this.locale = options.locale in allWords ? options.locale : "en";
    this.words = allWords[this.locale];
    this.visible = true;
    this.read = 0;
    this.nodes = new Map();
    this.talk = new Talk(base, { locale: this.locale, queue: options.queue, changed: () => this.draw() });
    this.build(root);
    this.talk.begin();
    this.draw();
    this.looked = () => this.draw();
    document.addEventListener("visibilitychange", this.looked);
  }

  say(key, values = {}) {
    return (this.words[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  }

  /** Shown or put away; unread lines are counted while it is away. */
  show(visible) {
    this.visible = visible;
    this.draw();
    if (visible) { this.toEnd(); this.composer.focus(); }
  }

  build(root) {
    this.sub = make("p");
    this.leaveButton = make("button", { type: "button", class: "tool", title: this.say("leave"), "aria-label": this.say("leave"), onclick: () => this.askLeave(true) }, icon(icons.leave));
    this.recordButton = make("button", { type: "button", class: "tool", title: this.say("record"), "aria-label": this.say("record"), "aria-expanded": "false", onclick: () => this.record.show(!this.record.open) }, icon(icons.mail));
    const close = this.options.onclose && make("button", { type: "button", class: "tool", title: this.say("close_chat"), "aria-label": this.say("close_chat"), onclick: this.options.onclose }, icon(icons.close));
    this.strip = make("div", { class: "strip", role: "status" });
    this.leaving = make("div", { class: "ask", role: "alertdialog", "aria-label": this.say("leave"), hidden: true },
      make("p", {}, this.say("leave_ask")),
      make("div", {},
        make("button", { type: "button", class: "plain", onclick: () => { this.askLeave(false); this.talk.forget(); this.composer.forget(); this.record.forget(); this.options.onleave?.(); this.composer.focus(); } }, this.say("leave_yes")),
        make("button", { type: "button", class: "plain", onclick: () => this.askLeave(false) }, this.say("leave_no"))));
    this.thread = make("div", { class: "thread", role: "log", tabIndex: 0, "aria-label": this.say("title"), "aria-live": "polite", onscroll: () => this.scrolled() });
    this.typing = make("p", { class: "typing", "aria-live": "polite" });
    this.newer = make("button", { type: "button", class: "newer", hidden: true, onclick: () => this.toEnd() }, this.say("new_messages"));
    this.composer = new Composer(this);
    this.record = new RecordForm(this, this.recordButton);
    this.box = make("section", { class: "chat", lang: this.locale, "aria-label": this.say("title") },
      make("div", { class: "head" }, make("div", {}, make("h2", {}, this.say("title")), this.sub), this.recordButton, this.leaveButton, close),
      this.strip, this.leaving, this.thread, this.typing, this.newer, this.composer.element);
    root.append(this.box);
  }

  /** Say something for a while, above the thread. */
  tell(text, ms) {
    this.word = text;
    clearTimeout(this.wordTimer);
    this.wordTimer = setTimeout(() => { this.word = ""; this.draw(); }, ms);
    this.draw();
  }

  askLeave(open) {
    if (open && this.record.open) this.record.show(false);
    this.leaving.hidden = !open;
    if (open) this.leaving.querySelector("button").focus(); else this.leaveButton.focus();
  }

  draw() {
    if (!this.box) return;
    const { talk } = this;
    this.sub.textContent = this.subtitle();
    this.leaveButton.hidden = !talk.begun;
    this.recordButton.hidden = !talk.answered;
    if (!talk.answered && this.record.open) this.record.show(false);
    this.drawStrip();
    this.drawThread();
    this.typing.textContent = talk.typists.size ? this.say("types", { name: this.names([...talk.typists.keys()].map((name) => name || this.say("somebody"))) }) : "";
    this.typing.hidden = !talk.begun;
    this.composer.draw();
    this.count();
  }

  subtitle() {
    const { talk } = this;
    const desk = talk.desk?.departments.find((one) => one.slug === this.composer.queue)?.[this.locale] ?? this.say("queue_any");
    const { now } = talk;
    if (!now) return talk.link === "down" ? "" : this.say("connecting");
    if (now.open) return this.say("sub_open", { desk, hours: now.hours });
    if (now.changes_at) return this.say("sub_closed_until", { desk, when: this.when(now) });
    return this.say(talk.refuses ? "sub_refused" : "sub_closed", { desk });
  }

  /** When a desk opens or closes, on its own clock; whoever reads by another clock is told which one. */
  when({ changes_at: moment, zone: timeZone }) {
    const at = new Date(moment);
    const date = new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" });
    const today = date.format(at) === date.format(new Date());
    const day = today ? {} : at - Date.now() > 6 * 86_400_000 ? { month: "short", day: "numeric" } : { weekday: "short" };
    const offset = (zone) => new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longOffset", hour: "2-digit" }).format(at);
    const which = offset(timeZone) === offset(undefined) ? {} : { timeZoneName: "short" };
    return new Intl.DateTimeFormat(this.locale, { ...day, ...which, timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);
  }

  drawStrip() {
    const { talk, strip } = this;
    const [text, kind] = this.stripText();
    strip.hidden = !text;
    strip.className = `strip ${kind}`;
    const content = talk.unreachable && !talk.memory.token
      ? [`${text} `, make("a", { href: `${this.base}/chat`, target: "_blank", rel: "noopener" }, this.say("open_page"))] : [text];
    if (strip.textContent !== content.map((one) => one.textContent ?? one).join("")) strip.replaceChildren(...content);
  }

  stripText() {
    const { talk } = this;
    if (talk.unreachable && talk.link !== "up") return [this.say("unavailable_here"), "warn"];
    if (talk.link === "down") return [this.say("offline"), "warn"];
    if (talk.notice) return [this.say(`error_${talk.notice}`), "warn"];
    if (this.word) return [this.word, ""];
    if (!talk.memory.token) return ["", ""];
    if (talk.status?.state === "closed") return [this.say("ended"), ""];
    if (talk.status?.librarian) return [this.servedBy(talk.status), ""];
    if (talk.status && talk.open && talk.status.place) return [this.inLine(talk.status), ""];
    return talk.status ? [this.say(talk.open ? "waiting" : "waiting_closed"), ""] : ["", ""];
  }

  /** Whoever speaks with them, by name: the one who has the conversation, and who is beside them. */
  servedBy({ librarian, beside = [] }) {
    return this.say(beside.length ? "served_by_several" : "served_by", { name: this.names([librarian, ...beside]) });
  }

  names(all) { return new Intl.ListFormat(this.locale, { type: "conjunction" }).format(all); }

  /** Where they stand in the line, and the range of the wait in whole minutes, as wide as it honestly is; or that somebody is free. */
  inLine({ place, wait_s: wait, soon }) {
    const words = place > 1 ? this.say("waiting_place", { place }) : this.say("waiting_next");
    if (!wait) return soon ? `${words} ${this.say("wait_free")}` : words;
    const [low, high] = [Math.floor(wait[0] / 60), Math.max(1, Math.ceil(wait[1] / 60))];
    return `${words} ${low < 1 ? this.say("wait_soon", { high }) : this.say("wait_about", { low, high })}`;
  }

  drawThread() {
    const atEnd = this.atEnd();
    const shown = this.talk.shown;
    const kept = new Map();
    const order = [];
    if (!this.talk.begun) order.push(this.node(kept, "welcome", JSON.stringify([this.talk.open, this.talk.refuses, this.talk.now?.changes_at, this.talk.asked]), () => this.welcome()));
    let day = "";
    for (const one of shown) {
      if (one.at && dayOf(new Date(one.at)) !== day) {
        day = dayOf(new Date(one.at));
        order.push(this.node(kept, `day ${day}`, this.locale, () => make("div", { class: "day" }, this.dayName(one.at))));
      }
      const key = one.client_id ?? one.version;
      const face = JSON.stringify([one.version, one.pending, one.fault, this.talk.link, one.attachments.length]);
      order.push(this.node(kept, key, face, () => line(one, this)));
    }
    for (const [key, { element }] of this.nodes) if (!kept.has(key)) element.remove();
    this.nodes = kept;
    // Only what is new or moved is touched: a screen reader hears each line once.
    order.forEach((element, place) => { if (this.thread.children[place] !== element) this.thread.insertBefore(element, this.thread.children[place] ?? null); });
    const last = shown.at(-1);
    if (atEnd || last?.pending) this.toEnd(); else if (shown.length > this.drawn) this.newer.hidden = false;
    this.drawn = shown.length;
  }

  node(kept, key, face, build) {
    const before = this.nodes.get(key);
    if (before?.face === face) { kept.set(key, before); return before.element; }
    const element = build();
    before?.element.replaceWith(element);
    kept.set(key, { face, element });
    return element;
  }

  welcome() {
    const { talk } = this;
    if (talk.refuses) {
      const text = talk.now.changes_at ? this.say("welcome_refused_until", { when: this.when(talk.now) }) : this.say("welcome_refused");
      const queue = talk.asked ?? talk.queue;
      const query = queue ? `?queue=${encodeURIComponent(queue)}` : "";
      return make("div", { class: "m" }, make("div", { class: "b" }, `${text} `, make("a", { href: `${this.base}/ask${query}`, target: this.options.onclose ? "_blank" : "_self", rel: "noopener" }, this.say("ask_by_form"))));
    }
    return make("div", { class: "m" }, make("div", { class: "b" }, this.say(this.talk.open ? "welcome" : "welcome_closed")));
  }

  dayName(moment) {
    const at = new Date(moment);
    if (dayOf(at) === dayOf(new Date())) return this.say("today");
    if (dayOf(at) === dayOf(new Date(Date.now() - 86_400_000))) return this.say("yesterday");
    return new Intl.DateTimeFormat(this.locale, { dateStyle: "medium" }).format(at);
  }

  atEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.thread;
    return scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
  }

  toEnd() {
    this.thread.scrollTop = this.thread.scrollHeight;
    this.newer.hidden = true;
  }

  scrolled() { if (this.atEnd()) { this.newer.hidden = true; this.count(); } }

  /** Tell the library what has been seen, and the launcher what has not. */
  count() {
    const staff = [...this.talk.lines.values()].filter((one) => one.author === "staff");
    if (this.visible && !document.hidden && this.atEnd()) {
      this.read = Math.max(this.read, ...staff.map((one) => one.version));
      this.talk.seen();
    }
    this.options.onunread?.(staff.filter((one) => one.version > this.read).length);
  }
}
