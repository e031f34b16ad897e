// Made by `make types` from contactcenter/events/catalogue/. Do not edit.

import type { Instant, OfferKind, Outcome, Presence, State } from "./shapes.gen";

/** An inquiry became a ticket. */
export interface TicketOpened {
  ticket_id: number;
  channel: string;
  queue_id: number;
}

/** A ticket got an owner, another owner, or (to None) went back to its queue. */
export interface TicketAssigned {
  ticket_id: number;
  from_staff_id: number | null;
  to_staff_id: number | null;
  reason: string | null;
}

/** A ticket took one of the legal steps between states. */
export interface TicketStateChanged {
  ticket_id: number;
  from_state: State;
  to_state: State;
  until: Instant | null;
  reason: string | null;
}

/** A ticket moved to another queue. */
export interface TicketMoved {
  ticket_id: number;
  from_queue_id: number;
  to_queue_id: number;
}

/** A ticket was put before its turn in the line, or (negative) after it. */
export interface TicketPrioritised {
  ticket_id: number;
  from_priority: number;
  to_priority: number;
}

/** A tag was put on a ticket. */
export interface TicketTagged {
  ticket_id: number;
  tag_id: number;
}

/** A tag was taken away from a ticket. */
export interface TicketUntagged {
  ticket_id: number;
  tag_id: number;
}

/** A ticket's subject was changed by staff. */
export interface TicketRetitled {
  ticket_id: number;
}

/** A librarian corrected a patron's name: what bore the former one, or a number alone, bears it. */
export interface TicketPatronNamed {
  ticket_id: number;
}

/** A caller said by a key in which language they are spoken to; the ticket says which. */
export interface TicketLanguageChosen {
  ticket_id: number;
}

/** A member of staff has read a ticket up to a version; only their own screens hear of it. */
export interface TicketRead {
  ticket_id: number;
  staff_id: number;
  up_to_version: number;
}

/** A patron's message was appended to a ticket. `rule`: the one that set it aside as a machine's. */
export interface MessageReceived {
  ticket_id: number;
  message_id: number;
  channel: string;
  rule: string | null;
}

/** A file that a message only named is there now, or was given up, or one's time is over: the message tells. */
export interface MessageFilesCame {
  ticket_id: number;
  message_id: number;
}

/** A librarian said that what a rule had set aside is a question. */
export interface MessageRescued {
  ticket_id: number;
  message_id: number;
  rule: string;
}

/** A librarian took that back: the rule was right. */
export interface MessageSetAside {
  ticket_id: number;
  message_id: number;
  rule: string;
}

/**
 * A librarian's (or the house's own) message to the patron was written; a delivery may follow.
 *
 * `waited_since`: when the question was asked that it answers; None where nobody waited.
 */
export interface ReplyWritten {
  ticket_id: number;
  message_id: number;
  channel: string;
  waited_since: Instant | null;
}

/** A librarian took an answer back before it left; its message is gone. */
export interface ReplyWithdrawn {
  ticket_id: number;
  message_id: number;
}

/** An internal note was added. */
export interface NoteAdded {
  ticket_id: number;
  message_id: number;
  mentioned_staff_ids: number[];
}

/** A reply's way out took a step: sent, delayed, delivered, failed, bounced, or queued once more. */
export interface DeliveryChanged {
  ticket_id: number;
  message_id: number | null;
  delivery_id: number;
  state: string;
  code: string | null;
  attempts: number;
  next_try_at: Instant | null;
}

/** A ticket was merged into another: its messages are shown and answered there. */
export interface TicketMerged {
  ticket_id: number;
  into_ticket_id: number;
  message_ids: number[];
}

/** A merge was taken back: the same messages stand where they stood. */
export interface TicketUnmerged {
  ticket_id: number;
  from_ticket_id: number;
  message_ids: number[];
}

/** Messages came to a ticket or left it (split, merge and their undoing). */
export interface MessagesMoved {
  ticket_id: number;
  other_ticket_id: number;
  direction: "in" | "out";
  message_ids: number[];
  reason: "merge" | "unmerge" | "split" | "unsplit";
}

/** Two tickets were linked. */
export interface TicketsLinked {
  ticket_id: number;
  other_ticket_id: number;
  reason: string;
}

/** A link between two tickets was taken away. */
export interface TicketsUnlinked {
  ticket_id: number;
  other_ticket_id: number;
}

/** A colleague was asked into one ticket (and may see that one only). */
export interface ColleagueAsked {
  ticket_id: number;
  staff_id: number;
}

/** A colleague speaks with the patron beside the owner from now on. */
export interface ColleagueJoined {
  ticket_id: number;
  staff_id: number;
}

/** A colleague asked into a ticket was let go again, or left. */
export interface ColleagueLeft {
  ticket_id: number;
  staff_id: number;
}

/**
 * A supervisor listens in on the conversation that `staff_id` has.
 *
 * `mode`: in a call, whether they only listened (`listen`), spoke to the librarian alone (`whisper`) or with both
 * (`speak`).
 */
export interface TicketListened {
  ticket_id: number;
  staff_id: number;
  mode: string | null;
}

/** A patron's number said that nothing more is to be sent to it. */
export interface PatronOptedOut {
  patron_id: number;
  kind: string;
}

/** It said that our messages are welcome again. */
export interface PatronOptedIn {
  patron_id: number;
  kind: string;
}

/** The patron's own screen showed the ticket up to a version (chat: delivered and read). */
export interface PatronSeen {
  ticket_id: number;
  up_to_version: number;
}

/** The patron of a chat or call is at the other end, and waits for words. */
export interface PatronCame {
  ticket_id: number;
}

/**
 * The patron of a chat or call went. `abandoned`: before anybody of staff had said a word.
 *
 * `waited_since`: since when they waited; None where nobody owed them an answer.
 */
export interface PatronLeft {
  ticket_id: number;
  abandoned: boolean;
  waited_since: Instant | null;
}

/** A patron's profile or identities changed; the screen loads them anew. */
export interface PatronChanged {
  patron_id: number;
}

/** A librarian's seat: somebody sat down, left, or changed what they are ready for. */
export interface SeatChanged {
  staff_id: number;
  presence: Presence;
  reason: string | null;
  since: Instant;
  until: Instant | null;
}

/** A supervisor said something to all seats, or to those of a queue. */
export interface BroadcastSent {
  broadcast_id: number;
  queue_id: number | null;
}

/**
 * A ticket is offered to a seat: it rings there until `expires_at`.
 *
 * `from_staff_id`: who passes it on, or asks in; None: it comes from the line.
 */
export interface OfferMade {
  ticket_id: number;
  offer_id: number;
  staff_id: number;
  channel: string;
  expires_at: Instant;
  waited_since: Instant;
  kind: OfferKind;
  from_staff_id: number | null;
}

/** An offer was accepted, declined, not answered (missed), or withdrawn as the ticket went elsewhere. */
export interface OfferEnded {
  ticket_id: number;
  offer_id: number;
  staff_id: number;
  outcome: Outcome;
  kind: OfferKind;
  from_staff_id: number | null;
}

/** Whoever was given a ticket unasked has opened it: it is not recalled any more. */
export interface TicketPickedUp {
  ticket_id: number;
  staff_id: number;
}

/** A call of a ticket began: the patron's (`in`), ours (`out`), or one that we promised them (`back`). */
export interface CallBegun {
  ticket_id: number;
  call_id: number;
  way: string;
}

/** A call took one of the legal steps between its states. `staff_id`: with whom the patron talks, or who is rung. */
export interface CallStepped {
  ticket_id: number;
  call_id: number;
  from_state: string;
  to_state: string;
  staff_id: number | null;
}

/** A librarian and the patron hear one another, for the first time in this call. */
export interface CallAnswered {
  ticket_id: number;
  call_id: number;
  staff_id: number;
  waited_since: Instant | null;
}

/**
 * A call is over, and how. `staff_id`: who talked last. `corrected`: what came late shows another end.
 *
 * `way`: as it began. `from_state`: how it stood until then. `by_us`: we hung up, and not the patron.
 * `rung_staff_id`: whose telephone rang when they hung up, before anybody had talked. `lined_up`: whether their caller
 * had ever stood in the line.
 */
export interface CallEnded {
  ticket_id: number;
  call_id: number;
  how: string;
  staff_id: number | null;
  talked_since: Instant | null;
  over_at: Instant;
  corrected: boolean;
  way: string | null;
  from_state: string | null;
  by_us: boolean;
  rung_staff_id: number | null;
  lined_up: boolean;
}

/** Somebody who takes part in a call was rung, came, went, or was muted or held. `part`: who they are in it. */
export interface CallLegChanged {
  ticket_id: number;
  call_id: number;
  leg_id: number;
  part: string;
  state: string;
  staff_id: number | null;
  held: boolean;
  muted: boolean;
}

/**
 * A third party was asked into a call by number, came or went; or a supervisor who was in it left again.
 *
 * `what`: asked, joined, left, sent_out, called_off (before they were there) or unreached. The number stands at the
 * leg alone.
 */
export interface CallGuestChanged {
  ticket_id: number;
  call_id: number;
  leg_id: number;
  part: string;
  what: string;
  staff_id: number | null;
}

/** A patron was asked whether the conversation may be recorded, and said so by a key. */
export interface CallConsented {
  ticket_id: number;
  call_id: number;
  agreed: boolean;
}

/** The carrier did not do what it was told: which order, and why it was given up. */
export interface CallTroubled {
  ticket_id: number;
  call_id: number;
  order: string;
  code: string;
}

/** What is due next in a ticket: the kind of promise and its time; None: nothing runs. */
export interface PromisesChanged {
  ticket_id: number;
  kind: string | null;
  due_at: Instant | null;
}

/** A promise is due soon. */
export interface PromiseNear {
  ticket_id: number;
  kind: string;
  due_at: Instant;
}

/** A promise was not kept in time. */
export interface PromiseBroken {
  ticket_id: number;
  kind: string;
  due_at: Instant;
}

/** What is promised was changed. */
export interface TargetsChanged {
  version: number;
}

/** A need was added to the tree. */
export interface NeedAdded {
  need_ids: number[];
}

/** A need is called otherwise. */
export interface NeedChanged {
  need_ids: number[];
}

/** A need stands elsewhere in the tree; `need_ids` has those that made room, too. */
export interface NeedMoved {
  need_ids: number[];
}

/** A need, and all below it, is not chosen any more; what was recorded under it stays. */
export interface NeedRetired {
  need_ids: number[];
}

/** A retired need is in use again. */
export interface NeedRestored {
  need_ids: number[];
}

/** Somebody said what a ticket is about, or (None) that they do not know. */
export interface TicketNeedChosen {
  ticket_id: number;
  need_id: number | null;
}

/** A transaction of the reference record was made: by hand, or by itself when its ticket was closed. */
export interface TransactionRecorded {
  ticket_id: number;
  transaction_id: number;
}

/** Values of a transaction were said by hand or estimated anew, or its removal was taken back. */
export interface TransactionChanged {
  ticket_id: number;
  transaction_id: number;
}

/** Somebody confirmed a transaction as it stands: nothing of it is an estimate any more. */
export interface TransactionConfirmed {
  ticket_id: number;
  transaction_id: number;
}

/** A transaction was none after all. */
export interface TransactionRemoved {
  ticket_id: number;
  transaction_id: number;
}

/** A directional question was counted, without a ticket; whoever counted it and supervisors hear of it. */
export interface TallyCounted {
  transaction_id: number;
  queue_id: number;
}

/** That count was taken back. */
export interface TallyUndone {
  transaction_id: number;
  queue_id: number;
}

/** Something that arrived could not be understood; its raw bytes are kept. */
export interface InboundQuarantined {
  inbound_id: number;
  channel: string;
  step: string;
  reason: string;
}

/** Something from quarantine was understood after all. */
export interface InboundReplayed {
  inbound_id: number;
  ticket_id: number | null;
}

/** What a carrier told of a call could not be taken in; it is kept as it came. */
export interface SignalQuarantined {
  signal_id: number;
  kind: string;
  step: string;
  reason: string;
}

/** It is taken in again. */
export interface SignalReplayed {
  signal_id: number;
}

/** Somebody said that nobody needs it: it is in quarantine no longer. */
export interface SignalDismissed {
  signal_id: number;
}

/** An account, its role or its memberships changed; screens load their scope anew. */
export interface StaffChanged {
  staff_id: number;
}

/** What somebody can do changed; screens load it anew. */
export interface SkillsChanged {
  staff_id: number;
}

/**
 * Something of a queue changed; screens load it anew.
 *
 * `hours`, `exceptions`, `after_hours`, `push`, `routing`, `own`: it is its department's own queue now; `added`, or
 * `named`: it or its department has another name; `retired`: it takes nothing new, `restored`: it does again.
 */
export interface QueueChanged {
  queue_id: number;
  what: string;
}

/** The snippets of a department changed. */
export interface SnippetsChanged {
  snippet_id: number;
}

/** A tag of the library was made, called otherwise or removed; screens load them anew. */
export interface TagsChanged {
  tag_id: number;
}

/** A saved view was made, changed or removed; those who have it load them anew. */
export interface ViewsChanged {
  view_id: number;
}

/**
 * The machine was started since we last wrote (SQLite): what it had not on its disk is gone.
 *
 * `boot`: the system's word for this start of the machine.
 */
export interface MachineStarted {
  boot: string;
}

/** A rule of automation was made, changed, moved, turned on or off, or removed; screens load them anew. */
export interface RulesChanged {
  rule_id: number;
}

/** A rule of automation could not do what it says on a ticket; nothing of it was done. Supervisors hear of it. */
export interface RuleFailed {
  rule_id: number;
  ticket_id: number;
  code: string;
}

/** A rule of automation did not close a ticket, since that would have ended a call of it, or broken its promise. */
export interface TicketLeftOpen {
  ticket_id: number;
}

/** A librarian applied a macro to a ticket, and it changed something there: what it did stands before this. */
export interface TicketMacroApplied {
  ticket_id: number;
  macro_id: number;
}

/** A macro was made, changed or removed; screens load them anew. */
export interface MacrosChanged {
  macro_id: number;
}

/** The data of an event by its name. */
export interface EventData {
  "ticket.opened": TicketOpened;
  "ticket.assigned": TicketAssigned;
  "ticket.state_changed": TicketStateChanged;
  "ticket.moved": TicketMoved;
  "ticket.prioritised": TicketPrioritised;
  "ticket.tagged": TicketTagged;
  "ticket.untagged": TicketUntagged;
  "ticket.retitled": TicketRetitled;
  "ticket.patron_named": TicketPatronNamed;
  "ticket.language_chosen": TicketLanguageChosen;
  "ticket.read": TicketRead;
  "message.received": MessageReceived;
  "message.files_came": MessageFilesCame;
  "message.rescued": MessageRescued;
  "message.set_aside": MessageSetAside;
  "reply.written": ReplyWritten;
  "reply.withdrawn": ReplyWithdrawn;
  "note.added": NoteAdded;
  "delivery.changed": DeliveryChanged;
  "ticket.merged": TicketMerged;
  "ticket.unmerged": TicketUnmerged;
  "messages.moved": MessagesMoved;
  "tickets.linked": TicketsLinked;
  "tickets.unlinked": TicketsUnlinked;
  "colleague.asked": ColleagueAsked;
  "colleague.joined": ColleagueJoined;
  "colleague.left": ColleagueLeft;
  "ticket.listened": TicketListened;
  "patron.opted_out": PatronOptedOut;
  "patron.opted_in": PatronOptedIn;
  "patron.seen": PatronSeen;
  "patron.came": PatronCame;
  "patron.left": PatronLeft;
  "patron.changed": PatronChanged;
  "seat.changed": SeatChanged;
  "broadcast.sent": BroadcastSent;
  "offer.made": OfferMade;
  "offer.ended": OfferEnded;
  "ticket.picked_up": TicketPickedUp;
  "call.begun": CallBegun;
  "call.stepped": CallStepped;
  "call.answered": CallAnswered;
  "call.ended": CallEnded;
  "call.leg_changed": CallLegChanged;
  "call.guest_changed": CallGuestChanged;
  "call.consented": CallConsented;
  "call.troubled": CallTroubled;
  "promises.changed": PromisesChanged;
  "promise.near": PromiseNear;
  "promise.broken": PromiseBroken;
  "targets.changed": TargetsChanged;
  "need.added": NeedAdded;
  "need.changed": NeedChanged;
  "need.moved": NeedMoved;
  "need.retired": NeedRetired;
  "need.restored": NeedRestored;
  "ticket.need_chosen": TicketNeedChosen;
  "transaction.recorded": TransactionRecorded;
  "transaction.changed": TransactionChanged;
  "transaction.confirmed": TransactionConfirmed;
  "transaction.removed": TransactionRemoved;
  "tally.counted": TallyCounted;
  "tally.undone": TallyUndone;
  "inbound.quarantined": InboundQuarantined;
  "inbound.replayed": InboundReplayed;
  "signal.quarantined": SignalQuarantined;
  "signal.replayed": SignalReplayed;
  "signal.dismissed": SignalDismissed;
  "staff.changed": StaffChanged;
  "skills.changed": SkillsChanged;
  "queue.changed": QueueChanged;
  "snippets.changed": SnippetsChanged;
  "tags.changed": TagsChanged;
  "views.changed": ViewsChanged;
  "machine.started": MachineStarted;
  "rules.changed": RulesChanged;
  "rule.failed": RuleFailed;
  "ticket.left_open": TicketLeftOpen;
  "ticket.macro_applied": TicketMacroApplied;
  "macros.changed": MacrosChanged;
}

export type EventType = keyof EventData;

/** An event whose `type` tells the type of its `data`. */
export type CatalogueEvent = {
  [T in EventType]: { type: T; data: EventData[T] };
}[EventType];
