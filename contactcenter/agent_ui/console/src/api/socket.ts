import { io, type Socket } from "socket.io-client";

import type { Board, EventBatch, LookedAt, Looking, Resumed, Typing, WireEvent, WrittenAs } from "../generated/shapes.gen";

/** Where a screen looks, and what is written there. */
export interface Here {
  ticket_id: number | null;
  writes: WrittenAs | null;
}

export interface Listener {
  /** Where this screen is in the log. */
  position(): number;
  take(events: WireEvent[], position: number): void;
  /** Load everything anew; the screen then stands at `position`. */
  resync(position: number): void;
  typing(what: Typing): void;
  looking(what: Looking): void;
  /** Who looks where: all of it. */
  looked(all: LookedAt): void;
  here(): Here;
  status(live: boolean): void;
  signedOut(): void;
}

const ACK_MS = 10_000;

/** The staff socket: after every connect it resumes, so that nothing is lost or doubled (docs/api.md). */
export class StaffSocket {
  private readonly socket: Socket;
  /** Batches that came before the answer to `resume`; applied after it, or positions would be skipped. */
  private early: EventBatch[] | null = [];
  private board: ((board: Board) => void) | null = null;

  constructor(listener: Listener) {
    this.socket = io("/staff", {
      transports: ["websocket"],
      reconnectionDelay: 400,
      reconnectionDelayMax: 5_000,
      autoConnect: false,
    });
    this.socket.on("connect", () => void this.resume(listener));
    this.socket.on("disconnect", (reason) => {
      listener.status(false);
      // The server closed it: socket.io does not come back by itself then.
      if (reason === "io server disconnect") setTimeout(() => this.socket.connect(), 1_000);
    });
    this.socket.on("connect_error", (error) => {
      listener.status(false);
      if (error.message === "signed_out") listener.signedOut();
      else if (!this.socket.active) setTimeout(() => this.socket.connect(), 2_000);
    });
    this.socket.on("events", (batch: EventBatch) => {
      if (this.early === null) listener.take(batch.events, batch.position);
      else this.early.push(batch);
    });
    this.socket.on("position", (at: { position: number }) => listener.take([], at.position));
    this.socket.on("typing", (what: Typing) => listener.typing(what));
    this.socket.on("looking", (what: Looking) => listener.looking(what));
    this.socket.on("board", (board: Board) => this.board?.(board));
    this.socket.on("resync", () => void this.resume(listener, true));
    this.socket.on("signed_out", () => listener.signedOut());
  }

  start(): void {
    this.socket.connect();
  }

  /** The network changed: the old line is not to be trusted. */
  again(): void {
    this.socket.disconnect().connect();
  }

  /** Tell the others that I type in a ticket. May be lost. */
  type(ticketId: number): void {
    if (this.socket.connected) this.socket.volatile.emit("typing", { ticket_id: ticketId });
  }

  look(here: Here): void {
    if (this.socket.connected && this.early === null) this.socket.emit("looking", here);
  }

  /** Have the board told, also after every new connection; null: no longer. */
  watch(board: ((board: Board) => void) | null): void {
    this.board = board;
    if (this.socket.connected) this.socket.emit("board", board !== null);
  }

  private async resume(listener: Listener, everything = false): Promise<void> {
    this.early = [];
    let answer: Resumed;
    try {
      answer = (await this.socket.timeout(ACK_MS).emitWithAck("resume", { position: listener.position() })) as Resumed;
    } catch {
      this.socket.disconnect().connect();
      return;
    }
    if (answer.resync || everything) listener.resync(answer.position);
    else listener.take(answer.events, answer.position);
    for (const batch of this.early) listener.take(batch.events, batch.position);
    this.early = null;
    if (this.board !== null) this.socket.emit("board", true);
    // Signs are not in the log: they are said and asked for anew.
    this.socket.emit("looking", { ...listener.here(), all: true }, (all: LookedAt) => listener.looked(all));
    listener.status(true);
  }
}
