import { onBeforeUnmount, onMounted } from "vue";
import { useRouter } from "vue-router";

import { useAnswering } from "../seat/answering";
import { useTaking } from "../seat/taking";
import { useConversation } from "../state/conversation";
import { useList } from "../state/list";
import { useMe } from "../state/me";
import { useRecall } from "../state/recall";
import { useRecord } from "../state/record";
import { useTally } from "../state/tally";
import { useSeats } from "../state/seats";
import { useToasts } from "../state/toasts";
import { useWork } from "../state/work";
import { useWorld } from "../state/world";
import { useActions } from "../thread/actions";
import { takesKeys } from "./keyboard";

type Mover = (by: number) => void;
const movers = new Set<Mover>();

/** Hear `j` and `k`. Returns how to stop. */
export function onMove(mover: Mover): () => void {
  movers.add(mover);
  return () => movers.delete(mover);
}

/** Shown by `?`, in this order. */
export const KEYS = [
  ["j", "next"], ["k", "previous"], ["Enter", "open"], ["r", "reply"], ["⇧R", "replyAll"], ["n", "note"], ["q", "question"], ["c", "close"], ["t", "transfer"], ["h", "handOver"], ["i", "join"], ["f", "pages"], ["g", "call"], ["o", "hold"], ["u", "mute"], ["b", "hangUp"], ["l", "tag"], ["s", "mark"], ["m", "macro"], ["x", "takeNext"], ["e", "effort"], ["y", "confirm"], ["z", "undo"],
  ["a", "accept"], ["d", "decline"], ["v", "available"], ["p", "presence"], ["w", "walkin"], ["+", "tally"], ["/", "search"], ["Esc", "leave"], ["?", "keys"], ["⌘K / Ctrl K", "palette"], ["⌘↵ / Ctrl ↵", "send"],
] as const;

/** Keys that answer for somebody: one that is held down, or left over from a word, answers once. */
const ONCE: ReadonlySet<string> = new Set(["a", "d", "v", "x", "h", "i", "o", "u", "b"]);

/** Keys that act on the open ticket: not from a page that does not show it. */
const OF_TICKET: ReadonlySet<string> = new Set(["r", "R", "n", "q", "c", "t", "l", "s", "m", "h", "i", "f", "g", "o", "u", "b", "e", "y"]);
const SHOWS_TICKET: ReadonlySet<unknown> = new Set(["work", "ticket"]);

/** Alt-A by its place on the keyboard: with Alt some layouts write another letter. AltGr types, and is not meant. */
function acceptsWhileTyping(event: KeyboardEvent): boolean {
  return event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.repeat && event.code === "KeyA" && !event.getModifierState("AltGraph");
}

/** Listen to the keyboard as long as the calling component lives. Single keys never while somebody types. */
export function useShortcuts(): void {
  const work = useWork();
  const world = useWorld();
  const me = useMe();
  const conversation = useConversation();
  const actions = useActions();
  const router = useRouter();
  const recall = useRecall();
  const record = useRecord();
  const tally = useTally();
  const list = useList();
  const seats = useSeats();
  const toasts = useToasts();
  const { accept, decline } = useAnswering();
  const taking = useTaking();
  recall.shown = (id) => void actions.show(id).then(() => work.compose(id, "reply"));

  const single: Record<string, () => void> = {
    j: () => movers.forEach((mover) => mover(1)),
    k: () => movers.forEach((mover) => mover(-1)),
    r: () => conversation.ticket && work.compose(conversation.ticket.id, "reply"),
    R: () => conversation.ticket && work.compose(conversation.ticket.id, "reply", true),
    n: () => conversation.ticket && work.compose(conversation.ticket.id, "note"),
    q: () => conversation.aside !== null && actions.question(conversation.aside.message),
    c: () => conversation.ticket && actions.closeOrReopen(),
    t: () => conversation.ticket && conversation.ticket.lane !== "merged" && (work.dialog = "transfer"),
    l: () => conversation.ticket && conversation.ticket.lane !== "merged" && (work.dialog = "tag"),
    s: mark,
    m: () => (list.marked.size > 0 || conversation.ticket) && (work.dialog = "macro"),
    h: () => void actions.handOver(),
    i: () => void joinOrLeave(),
    f: () => void import("../state/leafing").then(({ useLeafing }) => useLeafing().open(useLeafing().newest)),
    g: () => conversation.ticket && conversation.ticket.lane !== "merged" && me.who.device !== "" && (work.dialog = "call"),
    o: () => void inCall("hold"),
    u: () => void inCall("mute"),
    b: () => void inCall("hangUp"),
    e: () => conversation.ticket && conversation.ticket.lane !== "merged" && record.focusEffort(),
    y: () => router.currentRoute.value.name === "ticket" && record.unconfirmed && void record.confirm(),
    z: () => (tally.last !== null ? tally.undo() : recall.undo()),
    x: () => void (me.queues.length > 0 && taking.next()),
    "+": () => void tally.count(),
    a: () => void accept(),
    d: () => void decline(),
    v: () => void (seats.have && seats.choose("available").catch(toasts.sorry)),
    p: () => void (seats.have && (work.seatMenu = true)),
    w: () => (work.dialog = "walkin"),
    "/": () => void searching(),
    "?": () => (work.dialog = "keys"),
    Escape: leave,
  };

  async function searching(): Promise<void> {
    if (!document.querySelector("[role=search]")) await router.push({ name: "work" });
    work.search += 1;
  }

  /** The row that the keyboard is on, else the open ticket. */
  function mark(): void {
    const row = Number((document.activeElement as HTMLElement | null)?.dataset["ticket"]);
    const id = Number.isNaN(row) ? conversation.id : row;
    if (id !== null && list.ids.includes(id)) list.mark(id);
  }

  async function joinOrLeave(): Promise<void> {
    if (conversation.part === "joined") await actions.leaveIt();
    else if (conversation.ticket?.live && conversation.ticket.assignee_id !== null && conversation.part === null) await actions.join();
  }

  /** In the call of the ticket on screen, if I take part in one; elsewhere the key leads to my call. Fetched when it is first wanted. */
  async function inCall(act: "hold" | "mute" | "hangUp"): Promise<void> {
    if (me.who.rings_at.length === 0) return;
    const { useCalls } = await import("../state/calls");
    if (useCalls().mine !== undefined) return void (await useCalls()[act]());
    const row = Object.values(world.state.tickets).find((one) => one.live && one.channel === "phone" && one.assignee_id === me.who.id && one.id !== conversation.id);
    if (row !== undefined) await router.push({ name: "ticket", params: { id: row.id }, query: router.currentRoute.value.query });
  }

  function leave(): void {
    if (work.splitting !== null) work.splitting = null;
    else if (list.marked.size > 0) list.unmark([...list.marked]);
    else if (work.drawer) work.drawer = false;
  }

  function key(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing) return;
    if ((event.metaKey || event.ctrlKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      work.dialog = work.dialog === "palette" ? null : "palette";
      return;
    }
    if (acceptsWhileTyping(event)) {
      event.preventDefault();
      void accept();
      return;
    }
    if (event.metaKey || event.ctrlKey || event.altKey || work.dialog !== null || takesKeys(event.target)) return;
    if (!me.shortcuts && event.key !== "Escape") return;
    // With Caps Lock alone it is the plain key: an answer to all must be meant.
    const act = single[event.key === "R" && !event.shiftKey ? "r" : event.key];
    if (OF_TICKET.has(event.key) && !SHOWS_TICKET.has(router.currentRoute.value.name)) return;
    if (act === undefined || (ONCE.has(event.key) && event.repeat)) return;
    event.preventDefault();
    act();
  }

  onMounted(() => document.addEventListener("keydown", key));
  onBeforeUnmount(() => document.removeEventListener("keydown", key));
}
