// The patron's socket: Engine.IO protocol 4 over WebSocket with Socket.IO protocol 5 on top, as much of
// them as one namespace with acknowledgements needs (no polling, no binary, no rooms).
// https://github.com/socketio/engine.io-protocol, https://github.com/socketio/socket.io-protocol

const NAMESPACE = "/patron";
const ANSWER_MS = 15_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;

export class Wire {
  /**
   * @param {string} base where the library's server is, such as https://ask.library.example
   * @param {() => object | undefined} auth what to prove ourselves with, asked at every connection
   * @param {{up: () => void, down: () => void, refused: (why: string) => void, event: (name: string, data: object) => void}} to
   */
  constructor(base, auth, to) {
    this.address = `${base.replace(/^http/, "ws")}/socket.io/?EIO=4&transport=websocket`;
    this.auth = auth;
    this.to = to;
    this.waiting = new Map();
    this.lastId = 0;
    this.attempts = 0;
    this.open = false;
    this.ended = false;
    this.atOnce = () => { if (!this.open) this.connect(); };
    this.awake = () => { if (!document.hidden) this.atOnce(); };
    // The browser knows before any silence is long enough.
    this.away = () => { if (this.open) this.lost(); };
    addEventListener("online", this.atOnce);
    addEventListener("offline", this.away);
    document.addEventListener("visibilitychange", this.awake);
  }

  connect() {
    clearTimeout(this.timer);
    this.drop();
    if (this.ended) return;
    const socket = new WebSocket(this.address);
    this.socket = socket;
    socket.onmessage = ({ data }) => { if (socket === this.socket) this.read(data); };
    socket.onclose = () => { if (socket === this.socket) this.lost(); };
    this.listen(ANSWER_MS);
  }

  /** Ask the server; resolves with its answer, rejects when the connection broke or nothing came. */
  ask(event, data) {
    if (!this.open) return Promise.reject(new Error("offline"));
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => { this.waiting.delete(id); reject(new Error("timeout")); this.lost(); }, ANSWER_MS);
      this.waiting.set(id, { resolve, reject, timer });
      this.socket.send(`42${NAMESPACE},${id}${JSON.stringify([event, data])}`);
    });
  }

  /** Tell the server something that may be lost. */
  tell(event, data) {
    if (this.open) this.socket.send(`42${NAMESPACE},${JSON.stringify([event, data])}`);
  }

  /** Close, and connect again with what `auth` says now. */
  again() {
    this.attempts = 0;
    this.connect();
  }

  end() {
    this.ended = true;
    clearTimeout(this.timer);
    removeEventListener("online", this.atOnce);
    removeEventListener("offline", this.away);
    document.removeEventListener("visibilitychange", this.awake);
    this.drop();
  }

  read(packet) {
    if (packet === "2") { this.socket.send("3"); this.listen(this.silence); return; }
    if (packet[0] === "0") {
      const { pingInterval, pingTimeout } = JSON.parse(packet.slice(1));
      this.silence = pingInterval + pingTimeout;
      const auth = this.auth();
      this.socket.send(`40${NAMESPACE},${auth ? JSON.stringify(auth) : ""}`);
      return;
    }
    if (packet[0] !== "4") return;
    this.listen(this.silence);
    const kind = packet[1];
    const rest = packet.slice(2 + NAMESPACE.length).replace(/^,/, "");
    const [, id, body] = rest.match(/^(\d*)([^]*)$/);
    const content = body ? JSON.parse(body) : undefined;
    if (kind === "0") { this.open = true; this.attempts = 0; this.to.up(); }
    else if (kind === "2") this.to.event(content[0], content[1] ?? {});
    else if (kind === "3") this.settle(Number(id), content[0]);
    else if (kind === "4") { this.drop(); this.to.refused(content?.message ?? ""); }
    else if (kind === "1") this.lost();
  }

  settle(id, answer) {
    const waiter = this.waiting.get(id);
    this.waiting.delete(id);
    if (!waiter) return;
    clearTimeout(waiter.timer);
    waiter.resolve(answer ?? {});
  }

  /** No word from the server for too long is a dead connection, whatever the socket believes. */
  listen(ms) {
    clearTimeout(this.deadline);
    this.deadline = setTimeout(() => this.lost(), ms);
  }

  drop() {
    clearTimeout(this.deadline);
    const socket = this.socket;
    this.socket = undefined;
    this.open = false;
    socket?.close();
    for (const waiter of this.waiting.values()) { clearTimeout(waiter.timer); waiter.reject(new Error("offline")); }
    this.waiting.clear();
  }

  lost() {
    this.drop();
    this.to.down();
    if (this.ended) return;
    // Half of the wait is by lot, so that a thousand readers do not come back in the same moment.
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.attempts++);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.connect(), wait / 2 + Math.random() * wait / 2);
  }
}
