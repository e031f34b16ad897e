// What this browser remembers of a conversation: its token, and what was written but not yet received.
// The lines themselves are not kept: on a shared computer nothing may be read without the token.

export class Memory {
  constructor(base, changed) {
    this.key = `contactcenter chat ${base}`;
    this.held = {};
    this.listener = (event) => { if (event.key === this.key || event.key === null) { this.load(); changed(); } };
    addEventListener("storage", this.listener);
    this.load();
  }

  load() {
    try { this.held = JSON.parse(localStorage.getItem(this.key) ?? "{}"); } catch { /* storage is forbidden: this tab remembers alone */ }
  }

  save() {
    try { localStorage.setItem(this.key, JSON.stringify(this.held)); } catch { /* as above */ }
  }

  get token() { return this.held.token; }
  get ticketId() { return this.held.ticket_id; }
  /** Messages without a receipt, oldest first: {client_id, text, files}. */
  get unsent() { return this.held.unsent ?? []; }
  /** The first message without a receipt, as it was sent: it must be repeated letter by letter. */
  get start() { return this.held.start; }
  get draft() { return this.held.draft ?? ""; }

  set draft(text) { this.held.draft = text; this.save(); }

  began(start) { this.load(); this.held.start = start; this.save(); }

  opened(token, ticketId) {
    this.load();
    Object.assign(this.held, { token, ticket_id: ticketId });
    delete this.held.start;
    this.save();
  }

  wrote(message) { this.load(); this.held.unsent = [...this.unsent, message]; this.save(); }

  received(clientId) {
    this.load();
    this.held.unsent = this.unsent.filter((message) => message.client_id !== clientId);
    if (this.held.start?.client_id === clientId) delete this.held.start;
    this.save();
  }

  forgetToken() { this.load(); delete this.held.token; delete this.held.ticket_id; this.save(); }

  clear() {
    this.held = {};
    try { localStorage.removeItem(this.key); } catch { /* nothing was kept */ }
  }

  end() { removeEventListener("storage", this.listener); }
}

/** An id that nobody else makes: 128 random bits. */
export function newId() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
