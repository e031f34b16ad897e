import { defineStore } from "pinia";
import { computed, ref, shallowRef } from "vue";

import { ProblemError } from "../api/problem";
import { tickets as api } from "../api/tickets";
import type { TicketDetail } from "../generated/shapes.gen";
import { isCommand } from "../thread/tagOf";
import { useMe } from "./me";
import { useTyping } from "./typing";
import { useWorld } from "./world";

/** What belongs to a ticket beside its row and thread. */
export type Beside = Pick<
  TicketDetail,
  "more_before" | "links" | "merged" | "guests" | "patron" | "reply_channel" | "reply_shown" | "reply_to" | "reply_opted_out"
  | "window_closes_at" | "allowed_states"
>;

const AGAIN_MS = 500;
const PATRON_EVENTS: ReadonlySet<string> = new Set(["patron.changed", "patron.opted_out", "patron.opted_in"]);
const SIDE_EVENTS = /^(ticket\.(state_changed|merged|unmerged|moved|assigned)|tickets\.|messages\.moved|colleague\.|patron\.came)/;

/** The conversation on screen. */
export const useConversation = defineStore("conversation", () => {
  const world = useWorld();
  const id = ref<number | null>(null);
  const beside = shallowRef<Record<number, Beside>>({});
  const problem = shallowRef<ProblemError | null>(null);
  const loadingEarlier = ref(false);
  let reading: Promise<void> | null = null;

  const ticket = computed(() => (id.value === null ? undefined : world.state.tickets[id.value]));
  const thread = computed(() => (id.value === null ? undefined : world.state.threads[id.value]));
  const side = computed(() => (id.value === null ? undefined : beside.value[id.value]));

  /** What may be a question after all: the ticket that is set aside, or the last that its patron wrote, where that was taken for a machine's. */
  const aside = computed<{ message: number | null } | null>(() => {
    if (ticket.value?.state === "junk") return { message: null };
    const last = ticket.value?.lane === "merged" ? undefined : thread.value?.messages.filter((one) => one.kind === "patron").at(-1);
    return last?.automatic && !isCommand(last) ? { message: last.id } : null;
  });

  /** Those who speak with the patron beside the owner. */
  const joined = computed(() => side.value?.guests.filter((one) => one.joined && one.id !== ticket.value?.assignee_id) ?? []);
  /** My part in a conversation whose patron is at the other end. */
  const part = computed<"owner" | "joined" | null>(() => {
    const me = useMe().who.id;
    if (ticket.value?.live !== true) return null;
    return ticket.value.assignee_id === me ? "owner" : joined.value.some((one) => one.id === me) ? "joined" : null;
  });

  /** Show a ticket: at once when it is known, and fresh in any case. */
  async function open(wanted: number): Promise<void> {
    id.value = wanted;
    problem.value = null;
    world.look(wanted);
    await load(wanted);
    markRead();
  }

  function leave(): void {
    id.value = null;
    problem.value = null;
  }

  async function refresh(): Promise<void> {
    if (id.value !== null) await load(id.value);
  }

  async function load(wanted: number): Promise<void> {
    try {
      const detail = await api.detail(wanted);
      const { ticket: _row, messages, activity: _lines, position: _at, ...rest } = detail;
      const above = world.state.threads[wanted]?.messages.findIndex((one) => one.id === messages[0]?.id) ?? -1;
      const before = beside.value[wanted];
      if (!world.putDetail(detail)) return void (await again(wanted));
      beside.value = { ...beside.value, [wanted]: above > 0 && before ? { ...rest, more_before: before.more_before } : rest };
      if (id.value === wanted) problem.value = null;
    } catch (error) {
      if (id.value === wanted && error instanceof ProblemError) problem.value = error;
    }
  }

  /** The answer was overtaken by more than we remember. */
  async function again(wanted: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    if (id.value === wanted) await load(wanted);
  }

  /** Read what was written before. Whoever asks meanwhile waits for the same answer. */
  function earlier(): Promise<void> {
    reading ??= readEarlier().finally(() => (reading = null));
    return reading;
  }

  async function readEarlier(): Promise<void> {
    const at = id.value;
    const before = side.value?.more_before;
    if (at === null || before == null) return;
    loadingEarlier.value = true;
    try {
      const stretch = await api.earlier(at, before);
      world.joinThread(at, stretch);
      beside.value = { ...beside.value, [at]: { ...beside.value[at]!, more_before: stretch.more_before } };
    } finally {
      loadingEarlier.value = false;
    }
  }

  /** What is on the screen in front of somebody is read. */
  function markRead(): void {
    const row = ticket.value;
    if (row === undefined || document.visibilityState !== "visible") return;
    // What was given to me unasked is mine to keep once it was opened.
    const given = row.pushed_until !== null && row.assignee_id === useMe().who.id;
    if (!given && row.last_patron_version <= row.read_version) return;
    world.putRows([{ ...row, read_version: row.version }]);
    api.read(row.id, row.version).catch(() => undefined);
  }

  world.hear((event) => {
    const about = event.data["ticket_id"];
    if (event.type === "message.received" && typeof about === "number") {
      useTyping().gone(about, { kind: "patron", id: null, name: "" });
    }
    if (event.type === "reply.written" && typeof about === "number") useTyping().gone(about, event.actor);
    if (PATRON_EVENTS.has(event.type) && event.data["patron_id"] === side.value?.patron?.id) void refresh();
    if (about !== id.value || id.value === null) return;
    if (event.type === "ticket.dropped") {
      problem.value = new ProblemError(404, {});
      return;
    }
    if (thread.value === undefined || SIDE_EVENTS.test(event.type)) void refresh();
    if (event.type === "message.received") markRead();
  });
  document.addEventListener("visibilitychange", markRead);

  return { id, ticket, thread, side, joined, part, aside, problem, loadingEarlier, open, leave, refresh, earlier, markRead };
});
