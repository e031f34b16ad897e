import { useRouter } from "vue-router";

import { tags as listsApi } from "../api/lists";
import { tickets as api } from "../api/tickets";
import { ProblemError } from "../api/problem";
import { clientId } from "../api/request";
import type { ListedTicket, State, TransferAsk } from "../generated/shapes.gen";
import { words } from "../i18n";
import { useConversation } from "../state/conversation";
import { useList } from "../state/list";
import { useMe } from "../state/me";
import { useToasts } from "../state/toasts";
import { useWork } from "../state/work";
import { useWorld } from "../state/world";
import { messageHash } from "./sought";

/** What the server refused, to be said where it was asked for: true where it is, else it is said at the foot of the screen. */
export type Asked = (error: ProblemError) => boolean;

/** What can be done with the open ticket. Each shows its result at once, or says what went wrong. */
export function useActions() {
  const world = useWorld();
  const list = useList();
  const conversation = useConversation();
  const toasts = useToasts();
  const work = useWork();
  const me = useMe();
  const router = useRouter();

  /** Do it; the row that comes back is taken in. True when it worked. */
  async function run(act: (id: number) => Promise<ListedTicket | void>, said?: string, undo?: () => void, asked?: Asked): Promise<boolean> {
    const id = conversation.id;
    if (id === null) return false;
    try {
      const row = await act(id);
      if (row) put(row);
      if (said) toasts.say(said, undo ? { label: words("shell.undo"), run: undo } : undefined);
      void conversation.refresh();
      return true;
    } catch (error) {
      // The patron is on the telephone: whether they are to be cut off is asked first.
      if (error instanceof ProblemError && error.code === "talking") work.dialog = "closing";
      else if (!(error instanceof ProblemError && asked?.(error))) toasts.sorry(error);
      void conversation.refresh();
      return false;
    }
  }

  function put(row: ListedTicket): void {
    world.putRows([row]);
    list.settle(row.id);
  }

  const take = () => run(api.take, words("did.take"));
  const giveBack = (asked?: Asked) => run(api.release, words("did.release"), undefined, asked);
  const release = () => giveBack();
  const reopen = () => (conversation.ticket?.state === "junk" ? question() : run(api.reopen, words("did.reopen")));
  const unmerge = () => run(api.unmerge, words("did.unmerge"));
  const unsplit = () => run(api.unsplit, words("did.unsplit"));
  const assign = (staffId: number, asked?: Asked) =>
    run((id) => api.assign(id, staffId), words("did.assign", { name: me.colleague(staffId)?.name ?? "" }), undefined, asked);
  const subject = (text: string) => run((id) => api.subject(id, text));
  const tag = (name: string) => run((id) => listsApi.put(id, name));
  const untag = (tagId: number) => run((id) => listsApi.take(id, tagId));
  const ask = (staffId: number) => run((id) => api.ask(id, staffId), words("did.ask", { name: me.colleague(staffId)?.name ?? "" }));
  const letGo = (staffId: number) => run((id) => api.letGo(id, staffId));
  const link = (other: number) => run((id) => api.link(id, other), words("did.link", { id: other }));
  const unlink = (other: number) => run((id) => api.unlink(id, other));

  /** What is set aside is a question after all: the ticket, or one message of it. */
  function question(message: number | null = null): Promise<boolean> {
    const id = conversation.id;
    const undo = (): void => void api.noQuestion(id!, message).then((row) => (put(row), toasts.say(words("did.noQuestion"))), toasts.sorry);
    // By hand, it is set aside by hand again.
    const byHand = message === null && conversation.ticket?.set_aside_by === "staff";
    return run((one) => api.question(one, message), words("did.question"), byHand ? () => void api.state(id!, "junk").then(put, toasts.sorry) : undo);
  }

  async function close(): Promise<boolean> {
    const id = conversation.id;
    return run(api.close, words("did.close"), () => void api.reopen(id!).then(put, toasts.sorry));
  }

  const closeAndHangUp = () => run((id) => api.state(id, "closed", null, true), words("did.close"));

  async function closeOrReopen(): Promise<void> {
    const row = conversation.ticket;
    if (row === undefined || row.lane === "merged") return;
    if (row.state === "closed" || row.state === "junk") await reopen();
    else await close();
  }

  async function move(queueId: number): Promise<void> {
    const sees = me.queueIds.has(queueId);
    const done = await run((id) => api.move(id, queueId), words("did.move"));
    if (done && !sees) await router.push({ name: "work", query: router.currentRoute.value.query });
  }

  /** Give it to a colleague, a queue or a department; a conversation rings at the colleague's, and stays mine until they answer. */
  async function transfer(to: Pick<TransferAsk, "staff_id"> | Pick<TransferAsk, "queue_id"> | Pick<TransferAsk, "department_id">, warm: boolean, note: string, closed = false, asked?: Asked): Promise<boolean> {
    const row = conversation.ticket;
    const seat = "staff_id" in to ? to.staff_id : null;
    const name = me.colleague(seat ?? 0)?.name ?? "";
    // That it rings stands over the composer.
    const rings = seat != null && row?.live === true && row.assignee_id !== null;
    const said = rings ? undefined : words(seat == null ? "did.move" : warm ? "did.ask" : "did.assign", { name });
    const done = await run((id) => api.transfer(id, { staff_id: null, queue_id: null, department_id: null, warm, closed, note, client_id: clientId(), ...to }), said, undefined, asked);
    const sees = conversation.ticket !== undefined && (me.queueIds.has(conversation.ticket.queue_id) || me.supervises || conversation.ticket.assignee_id === me.who.id);
    if (done && !sees) await router.push({ name: "work", query: router.currentRoute.value.query });
    return done;
  }

  const callOff = () => run(api.callOff, words("passing.calledOff"));
  const join = () => run(api.join, words("passing.joined"));
  const leaveIt = () => run((id) => api.letGo(id, me.who.id), words("passing.left"));

  /** To who joined; of several to who came last. */
  async function handOver(staffId: number | null = conversation.joined.at(-1)?.id ?? null): Promise<boolean> {
    if (staffId === null || conversation.part !== "owner") return false;
    return run((id) => api.handOver(id, staffId), words("did.assign", { name: me.colleague(staffId)?.name ?? "" }));
  }

  async function setState(state: State, until: string | null = null): Promise<boolean> {
    const id = conversation.id;
    return run((one) => api.state(one, state, until), words(`did.${state}`), () => void api.reopen(id!).then(put, toasts.sorry));
  }

  async function merge(into: number): Promise<void> {
    const id = conversation.id;
    const undo = (): void => void api.unmerge(id!).then(put, toasts.sorry);
    if (await run((one) => api.merge(one, into), words("did.merge", { id: into }), undo)) await show(into);
  }

  async function split(ids: number[], title: string): Promise<void> {
    let fresh: ListedTicket | undefined;
    const done = await run(async (id) => {
      fresh = await api.split(id, ids, title);
      put(fresh);
    });
    if (!done || fresh === undefined) return;
    work.splitting = null;
    toasts.say(words("did.split", { id: fresh.id }));
    await show(fresh.id);
  }

  /** Go to a ticket, and to one message in it where there is one. */
  function show(id: number, message = 0): Promise<unknown> {
    return router.push({ name: "ticket", params: { id }, query: router.currentRoute.value.query, hash: message ? messageHash(message) : "" });
  }

  return { take, release, giveBack, reopen, unmerge, unsplit, assign, subject, tag, untag, ask, letGo, link, unlink, question, close, closeAndHangUp, closeOrReopen, move, transfer, callOff, join, leaveIt, handOver, setState, merge, split, show };
}
