import { defineStore } from "pinia";
import { ref } from "vue";

import { ProblemError, type Refused } from "../api/problem";
import { tickets as api } from "../api/tickets";
import type { Recipients } from "./recipients";
import type { Message, Upload } from "../generated/shapes.gen";
import type { Mode } from "./drafts";
import { useMe } from "./me";
import { useRecall } from "./recall";
import { useWorld } from "./world";

export interface Send {
  clientId: string;
  ticketId: number;
  mode: Mode;
  html: string;
  text: string;
  files: Upload[];
  mentions: number[];
  /** Whom it is addressed to; null: the usual. */
  recipients?: Recipients | null;
  then: "keep" | "close" | "waiting_patron";
  /** The ticket's version that the writer saw. */
  base: number;
  at: string;
  status: "sending" | "failed" | "refused";
  /** What went wrong, in the server's words. */
  detail: string;
  code: string;
  /** Which values cannot be used, and why. */
  errors?: readonly Refused[];
}

const AGAIN_MS = 3_000;

/**
 * Messages on their way to the server: shown at once, sent one after another for each ticket, sent again under
 * the same id when the line was away, and kept over a reload. Only the server's answer ends one.
 */
export const useSends = defineStore("sends", () => {
  const world = useWorld();
  const recall = useRecall();
  const storage = `cc.sends.${useMe().who.id}`;
  const sends = ref<Send[]>(read());
  const busy = new Set<number>();

  function read(): Send[] {
    try {
      return JSON.parse(localStorage.getItem(storage) ?? "[]") as Send[];
    } catch {
      return [];
    }
  }

  function of(ticketId: number): Send[] {
    return sends.value.filter((one) => one.ticketId === ticketId);
  }

  function add(send: Omit<Send, "status" | "detail" | "code" | "at">): void {
    set([...sends.value, { ...send, at: new Date().toISOString(), status: "sending", detail: "", code: "" }]);
    void work(send.ticketId);
  }

  /** Try once more; `base` when the writer has read what came between. */
  function retry(clientId: string, base?: number): void {
    change(clientId, { status: "sending", detail: "", code: "", ...(base === undefined ? {} : { base }) });
    const send = sends.value.find((one) => one.clientId === clientId);
    if (send !== undefined) void work(send.ticketId);
  }

  /** Take it back, to the composer or away. */
  function drop(clientId: string): void {
    set(sends.value.filter((one) => one.clientId !== clientId));
  }

  /** The line is back. */
  function again(): void {
    for (const ticketId of new Set(sends.value.map((one) => one.ticketId))) void work(ticketId);
  }

  async function work(ticketId: number): Promise<void> {
    if (busy.has(ticketId)) return;
    busy.add(ticketId);
    try {
      for (let next = first(ticketId); next !== undefined; next = first(ticketId)) {
        if (!(await attempt(next))) break;
      }
    } finally {
      busy.delete(ticketId);
    }
  }

  function first(ticketId: number): Send | undefined {
    const next = sends.value.find((one) => one.ticketId === ticketId);
    return next?.status === "sending" ? next : undefined;
  }

  /** True when the server took it. */
  async function attempt(send: Send): Promise<boolean> {
    try {
      const message = await post(send);
      world.joinThread(send.ticketId, { messages: [message], activity: [] });
      drop(send.clientId);
      if (send.mode === "reply") {
        raise(send.ticketId, message.version);
        recall.offer(message, send.html);
      }
      return true;
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      if (error.passing) setTimeout(() => void work(send.ticketId), AGAIN_MS);
      else change(send.clientId, { status: error.status === 409 ? "refused" : "failed", detail: error.detail, code: error.code, errors: error.fields });
      return false;
    }
  }

  function post(send: Send): Promise<Message> {
    const { text, html, clientId: client_id, mentions } = send;
    const common = { text, html, client_id, attachments: send.files.map((file) => file.id) };
    if (send.mode === "note") return api.note(send.ticketId, { ...common, mentions });
    return api.reply(send.ticketId, { ...common, ...(send.recipients ?? {}), expected_version: send.base, then: send.then });
  }

  /** My own answer is not one that I overlooked: what waits behind it may follow it. */
  function raise(ticketId: number, version: number): void {
    set(sends.value.map((one) => (one.ticketId === ticketId ? { ...one, base: Math.max(one.base, version) } : one)));
    for (const listener of raised) listener(ticketId, version);
  }
  const raised = new Set<(ticketId: number, version: number) => void>();
  function onAnswered(listener: (ticketId: number, version: number) => void): () => void {
    raised.add(listener);
    return () => raised.delete(listener);
  }

  function change(clientId: string, parts: Partial<Send>): void {
    set(sends.value.map((one) => (one.clientId === clientId ? { ...one, ...parts } : one)));
  }

  function set(next: Send[]): void {
    sends.value = next;
    localStorage.setItem(storage, JSON.stringify(next));
  }

  // The event may come before the answer: then it is sent, whatever the line says.
  world.hear((event) => {
    for (const message of event.messages) {
      if (message.client_id !== null && sends.value.some((one) => one.clientId === message.client_id)) {
        drop(message.client_id);
        if (message.kind === "staff") raise(message.ticket_id, message.version);
      }
    }
  });

  return { sends, of, add, retry, drop, again, onAnswered };
});
