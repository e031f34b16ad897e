// "Send me this conversation": a small form below the head, there only as long as it is wanted.
import { make } from "./dom.js";

const SHOWN_MS = 8_000;

export class RecordForm {
  constructor(view, button) {
    Object.assign(this, { view, button });
    const say = (key, values) => view.say(key, values);
    this.email = make("input", {
      type: "email", autocomplete: "email", maxLength: 254, value: view.options.email ?? "", "aria-describedby": "record-fault",
      oninput: () => this.complain(""),
    });
    this.fault = make("p", { class: "fault-line", id: "record-fault", role: "alert", hidden: true });
    this.go = make("button", { class: "send" }, say("record_send"));
    this.element = make("form", { class: "ask", noValidate: true, "aria-label": say("record"), onsubmit: (event) => { event.preventDefault(); this.send(); },
      onkeydown: (event) => { if (event.key === "Escape") { event.stopPropagation(); this.show(false); } } },
      make("label", {}, say("record_to"), this.email), this.fault,
      make("div", {}, this.go, make("button", { type: "button", class: "plain", onclick: () => this.show(false) }, say("record_no"))));
  }

  get open() { return this.element.isConnected; }

  show(open) {
    this.view.leaving.hidden = true;
    if (open) this.view.strip.after(this.element); else this.element.remove();
    this.button.setAttribute("aria-expanded", String(open));
    if (open && !this.email.value) this.email.value = this.view.composer.email.value;
    if (open) this.email.focus(); else this.button.focus();
  }

  forget() {
    this.element.remove();
    this.button.setAttribute("aria-expanded", "false");
    this.email.value = "";
    this.complain("");
  }

  complain(key) {
    this.fault.textContent = key ? this.view.say(`error_${key}`) : "";
    this.fault.hidden = !key;
    if (key) this.email.setAttribute("aria-invalid", "true"); else this.email.removeAttribute("aria-invalid");
  }

  async send() {
    const email = this.email.value.trim();
    const fault = /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email) ? "" : "email";
    if (!fault) {
      this.go.disabled = true;
      this.complain(await this.view.talk.mail(email));
      this.go.disabled = false;
    } else this.complain(fault);
    if (!this.fault.hidden) { this.email.focus(); return; }
    this.show(false);
    this.view.tell(this.view.say("record_done", { email }), SHOWN_MS);
  }
}
