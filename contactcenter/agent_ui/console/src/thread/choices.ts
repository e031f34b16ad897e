import type { IconName } from "../design/icons";
import type { ListedTicket } from "../generated/shapes.gen";
import { useConversation } from "../state/conversation";
import { useMe } from "../state/me";
import { useWork } from "../state/work";
import { useActions } from "./actions";

export interface Choice {
  /** Also the name of its words, `act.…`. */
  id: string;
  icon: IconName;
  key?: string;
  danger?: boolean;
  run: () => unknown;
}

/** What can be done with a ticket in its state, in groups: for the menu and the command palette alike. */
export function choices(): (ticket: ListedTicket) => Choice[][] {
  const actions = useActions();
  const work = useWork();
  const me = useMe();
  const conversation = useConversation();

  return (ticket) => {
    if (ticket.lane === "merged") return [[{ id: "unmerge", icon: "split", run: actions.unmerge }]];
    const allowed = new Set(conversation.side?.allowed_states ?? []);
    const splitOff = conversation.side?.links.some((one) => one.reason === "split" && one.id < ticket.id) ?? false;
    const mine = ticket.assignee_id === me.who.id;
    const aside = conversation.aside;
    const several = ticket.message_count > 1;
    return [
      [
        ...when(ticket.assignee_id === null && ticket.state !== "closed" && ticket.state !== "junk", { id: "take", icon: "check", run: actions.take }),
        { id: "transfer", icon: "move", key: "t", run: () => (work.dialog = "transfer") },
        ...when(ticket.assignee_id !== null, { id: mine ? "release" : "releaseTheirs", icon: "release", run: actions.release }),
        ...when(conversation.part === "owner" && conversation.joined.length > 0, { id: "handOver", icon: "move", key: "h", run: () => actions.handOver() }),
        ...when(ticket.live && ticket.assignee_id !== null && conversation.part === null, { id: "join", icon: "people", key: "i", run: actions.join }),
        ...when(conversation.part === "joined", { id: "leaveIt", icon: "door", key: "i", run: actions.leaveIt }),
        ...when(mine && ticket.offered_to !== null, { id: "callOff", icon: "bellOff", run: actions.callOff }),
        ...when(me.who.device !== "", { id: "call", icon: "phone", key: "g", run: () => (work.dialog = "call") }),
        { id: "ask", icon: "ask", run: () => (work.dialog = "ask") },
      ],
      [
        ...when(allowed.has("waiting_patron"), { id: "waiting_patron", icon: "desk", run: () => actions.setState("waiting_patron") }),
        ...when(allowed.has("waiting_third"), { id: "waiting_third", icon: "pause", run: () => actions.setState("waiting_third") }),
        ...when(allowed.has("snoozed"), { id: "snooze", icon: "clock", run: () => (work.dialog = "snooze") }),
        ...when(aside !== null, { id: "question", icon: "ask", key: "q", run: () => actions.question(aside?.message ?? null) }),
        ...when(allowed.has("open") && ticket.state !== "junk", { id: "reopen", icon: "history", run: actions.reopen }),
        ...when(allowed.has("closed"), { id: "close", icon: "check", key: "c", run: actions.close }),
      ],
      [
        { id: "retitle", icon: "pen", run: () => (work.dialog = "subject") },
        { id: "tag", icon: "tag", key: "l", run: () => (work.dialog = "tag") },
        { id: "macro", icon: "bolt", key: "m", run: () => (work.dialog = "macro") },
        { id: "merge", icon: "merge", run: () => (work.dialog = "merge") },
        ...when(several, { id: "split", icon: "split", run: () => (work.splitting = new Set()) }),
        ...when(splitOff, { id: "unsplit", icon: "merge", run: actions.unsplit }),
        { id: "link", icon: "link", run: () => (work.dialog = "link") },
      ],
      when(allowed.has("junk"), { id: "junk", icon: "junk", danger: true, run: () => actions.setState("junk") }),
    ].filter((group): group is Choice[] => group.length > 0);
  };
}

function when(holds: boolean, choice: Choice): Choice[] {
  return holds ? [choice] : [];
}
