// Made by `make types` from contactcenter/shapes/. Do not edit.

/** A time in UTC as RFC 3339 writes it. */
export type Instant = string;

export type OfferKind = "line" | "transfer" | "consult";

export type Outcome = "accepted" | "declined" | "missed" | "withdrawn";

export type Presence = "available" | "busy" | "away" | "wrap_up" | "offline";

export type State = "open" | "waiting_patron" | "waiting_third" | "snoozed" | "closed" | "junk";

export type Locale = "en" | "zh-Hans";

export type Channel = "email" | "web_chat" | "web_form" | "walk_in" | "sms" | "phone" | "fax" | "api";

export type Trigger = "opened" | "patron_wrote" | "state_changed" | "promise_near" | "promise_broken";

export type Where = "subject" | "text" | "either";

export type WouldBe = "done" | "already" | "refused";

export type CallKind = "out" | "back" | "voicemail" | "missed" | "early";

export type DeliveryState = "queued" | "sending" | "sent" | "delayed" | "delivered" | "failed" | "bounced";

export type Lane = "waiting" | "open" | "waiting_patron" | "waiting_third" | "snoozed" | "closed" | "junk" | "merged";

export type PromiseKind = "first_answer" | "next_answer" | "resolution";

export type Role = "librarian" | "supervisor" | "admin";

export type Sort = "updated" | "created" | "waiting";

export type Theme = "system" | "light" | "dark";

export type View = "mine" | "waiting" | "all" | "set_aside" | "asked";

export type CallEnd = "completed" | "abandoned" | "short_abandoned" | "failed" | "dropped" | "voicemail" | "callback_asked" | "busy" | "no_answer" | "called_off";

export type CallPart = "caller" | "librarian" | "third" | "supervisor";

export type CallState = "arriving" | "choosing" | "waiting" | "promised" | "ringing" | "talking" | "held" | "message" | "ended";

export type CallWay = "in" | "out" | "back";

export type Device = "" | "browser" | "telephone";

export type LegState = "ordered" | "ringing" | "answered" | "joined" | "over";

export type SuperviseMode = "listen" | "whisper" | "speak";

export type FaxNote = "links" | "colours";

export type Unreadable = "broken" | "too_big" | "too_slow" | "locked";

export type ClosedChat = "message" | "refuse";

export type DayReason = "week" | "exception" | "holiday" | "makeup";

export type Estimated = "need" | "effort" | "mode" | "minutes" | "referral";

export type Kind = "reference" | "directional";

export type Mode = "in_person" | "phone" | "email" | "chat" | "form" | "text" | "video" | "letter" | "fax" | "unknown";

export type Referral = "none" | "department" | "elsewhere";

export type Breakdown = "department" | "queue" | "channel" | "language" | "librarian";

export type MeasureGroup = "work" | "live" | "written" | "promises" | "quality" | "record";

export type MeasureUnit = "count" | "share" | "seconds" | "minutes";

export type RoutingDoubt = "nobody_has_skill" | "nobody_at_level" | "nobody_speaks" | "overflow_empty" | "queue_empty";

export type SkillKind = "subject" | "language" | "channel";

export type Strategy = "longest_idle" | "best_skill" | "least_loaded";

export type Effect = "aside" | "guess" | "nobody" | "silent" | "shown";

export type WrittenAs = "reply" | "note";

/** A stored file, to be named in a reply, note or new ticket within a day. */
export interface Upload {
  id: string;
  name: string;
  media_type: string;
  size: number;
}

/** Somebody to whom an answer is addressed. */
export interface RecipientAsk {
  address: string;
  name?: string;
}

/**
 * An answer to the patron.
 *
 * `to` and `cc`: whom the mail is addressed to, at most 20 together; all see each other. Without them it goes to the
 * ticket's `reply_to`. Each is sent to, and fails, for itself. None of our own addresses can be among them.
 *
 * `expected_version`: the ticket's version the writer saw. When a colleague has answered since,
 * the answer is refused with 409 and nothing is sent.
 */
export interface ReplyAsk {
  text: string;
  html?: string | null;
  attachments?: string[];
  client_id: string;
  expected_version: number;
  then?: "keep" | "close" | "waiting_patron";
  to?: RecipientAsk[] | null;
  cc?: RecipientAsk[];
}

/** What an answer said that was taken back. */
export interface Withdrawn {
  text: string;
  html: string | null;
  attachments: Upload[];
  recipients: Recipient[];
}

export interface NoteAsk {
  text: string;
  html?: string | null;
  attachments?: string[];
  mentions?: number[];
  client_id: string;
}

export interface AssignAsk {
  staff_id: number;
}

export interface MoveAsk {
  queue_id: number;
}

/**
 * Who is to have it: one of a colleague, a queue, or a department (its own queue).
 *
 * Of a colleague who is to have a conversation: it rings at their seat; `warm`: they are asked in beside me first. A
 * mail is theirs at once; `warm`: they see it, and it stays mine. `note`: for whoever takes it, internal.
 * `closed`: to a queue also while it is closed, though the patron is there.
 */
export interface TransferAsk {
  staff_id?: number | null;
  queue_id?: number | null;
  department_id?: number | null;
  warm?: boolean;
  closed?: boolean;
  note?: string;
  client_id: string;
}

/** Whether what waits in a queue's list is given away; `recall_s`: whoever has not opened it by then loses it. */
export interface PushAsk {
  push: boolean;
  recall_s?: number;
}

/** Which queue is a department's own: what comes to the department joins it. */
export interface OwnQueueAsk {
  queue_id: number;
}

/** What a department or a queue is called, in English and in Chinese. */
export interface NamesAsk {
  name: string;
  name_zh: string;
}

export interface PriorityAsk {
  priority: number;
}

/** Which message is a question; None: the newest that is set aside. */
export interface QuestionAsk {
  message_id?: number | null;
}

export interface StateAsk {
  state: State;
  until?: Instant | null;
  hang_up?: boolean;
}

export interface SubjectAsk {
  subject: string;
}

export interface MergeAsk {
  into: number;
}

export interface SplitAsk {
  message_ids: number[];
  subject: string;
}

export interface LinkAsk {
  other: number;
}

export interface GuestAsk {
  staff_id: number;
}

export interface ReadAsk {
  version: number;
}

/** A new ticket, as the walk-in desk or another program opens it. */
export interface TicketAsk {
  subject: string;
  text: string;
  channel?: "walk_in" | "api";
  queue_id?: number | null;
  patron_id?: number | null;
  patron_name?: string;
  patron_email?: string;
  answer?: string;
  send_answer?: boolean;
  close?: boolean;
  attachments?: string[];
  client_id: string;
}

export interface PatronAsk {
  name?: string | null;
  affiliation?: string | null;
  remark?: string | null;
  locale?: Locale | null;
}

/** What a rule waits for. `to_state`: of a change of state, only this one. */
export interface When {
  trigger: Trigger;
  to_state: State | null;
}

export interface ChannelIs {
  about: "channel";
  any_of: Channel[];
  negate: boolean;
}

export interface QueueIs {
  about: "queue";
  any_of: number[];
  negate: boolean;
}

/** An address, or a domain with all below it: `uni.example` is `amina@lib.uni.example`'s, too. */
export interface SenderIs {
  about: "sender";
  any_of: string[];
  negate: boolean;
}

/** Any of these stands in the subject, the text of the newest message, or either; case and width do not matter. */
export interface WordsIn {
  about: "words";
  where: Where;
  any_of: string[];
  negate: boolean;
}

/** The language of the newest message, else of the ticket: `en`, `zh-Hans`, `de`; `zh` is every Chinese. */
export interface LanguageIs {
  about: "language";
  any_of: string[];
  negate: boolean;
}

export interface TagIs {
  about: "tag";
  any_of: number[];
  negate: boolean;
}

export interface PriorityIs {
  about: "priority";
  at_least: number;
  negate: boolean;
}

/** The newest message has an attachment. */
export interface HasFile {
  about: "file";
  negate: boolean;
}

/** The ticket's queue is open just then; `negate`: it is closed. */
export interface IsOpen {
  about: "hours";
  negate: boolean;
}

export interface PutTag {
  do: "tag";
  tag_id: number;
}

export interface TakeTag {
  do: "untag";
  tag_id: number;
}

export interface MoveTo {
  do: "move";
  queue_id: number;
}

export interface AssignTo {
  do: "assign";
  staff_id: number;
}

export interface SetPriority {
  do: "priority";
  priority: number;
}

/** A snippet, in the patron's language where there is one of the same shortcut. */
export interface ReplyWith {
  do: "reply";
  snippet_id: number;
  then: "keep" | "close" | "waiting_patron";
}

export interface WriteNote {
  do: "note";
  text: string;
}

export interface CloseIt {
  do: "close";
}

/** A time that a rule could not do what it says; `code` is why. */
export interface RuleFailure {
  ticket_id: number;
  at: Instant;
  code: string;
}

/** A rule. All of its conditions must hold; its actions follow one another in their order. */
export interface AutomationRule {
  id: number;
  version: number;
  name: string;
  on: boolean;
  when: When[];
  conditions: (ChannelIs | QueueIs | SenderIs | WordsIn | LanguageIs | TagIs | PriorityIs | HasFile | IsOpen)[];
  actions: (PutTag | TakeTag | MoveTo | AssignTo | SetPriority | ReplyWith | WriteNote | CloseIt)[];
  failures: RuleFailure[];
  runs: number;
}

/** The rules in the order in which they are asked. */
export interface AutomationRules {
  items: AutomationRule[];
  position: number;
}

/** A rule as it shall be. `expected_version` is not looked at when it is made. */
export interface RuleAsk {
  name: string;
  on?: boolean;
  when: When[];
  conditions?: (ChannelIs | QueueIs | SenderIs | WordsIn | LanguageIs | TagIs | PriorityIs | HasFile | IsOpen)[];
  actions: (PutTag | TakeTag | MoveTo | AssignTo | SetPriority | ReplyWith | WriteNote | CloseIt)[];
  expected_version?: number;
}

/** Where in the order it shall stand, from 0. */
export interface RulePlaceAsk {
  place: number;
}

export interface RuleSwitchAsk {
  on: boolean;
}

export interface NamedRule {
  id: number;
  name: string;
}

/** What rules are called, those that were removed, too: their names stand in old threads. */
export interface RuleNames {
  items: NamedRule[];
}

/** What would become of an action: `done`, or it is so `already`, or `refused` (`code`: why). */
export interface Planned {
  do: string;
  effect: WouldBe;
  code: string | null;
}

/** Try a rule against the newest tickets. Nothing is done. */
export interface DryRunAsk {
  rule: RuleAsk;
  last?: number;
}

/** A moment at which the rule would have done something. */
export interface DryRunMatch {
  ticket_id: number;
  subject: string;
  channel: string;
  patron_name: string;
  trigger: Trigger;
  at: Instant;
  actions: Planned[];
}

/** `tickets` were looked at, with `moments` that the rule waits for; `matches` are the newest 50 of `matched`. */
export interface DryRun {
  tickets: number;
  moments: number;
  matched: number;
  matches: DryRunMatch[];
}

/** The same actions, for a librarian to apply. */
export interface Macro {
  id: number;
  version: number;
  name: string;
  actions: (PutTag | TakeTag | MoveTo | AssignTo | SetPriority | ReplyWith | WriteNote | CloseIt)[];
}

export interface Macros {
  items: Macro[];
  position: number;
}

export interface MacroAsk {
  name: string;
  actions: (PutTag | TakeTag | MoveTo | AssignTo | SetPriority | ReplyWith | WriteNote | CloseIt)[];
  expected_version?: number;
}

/** `client_id`: the same again is done once. */
export interface MacroApplyAsk {
  ticket_ids: number[];
  client_id: string;
}

/** What became of one ticket: `code` is None where all was done (or was so already). */
export interface MacroOutcome {
  ticket_id: number;
  code: string | null;
}

export interface MacroOutcomes {
  items: MacroOutcome[];
}

/** Of the last hour: the share answered within the target, and the mean wait of the answered (`asa_s`). */
export interface BoardService {
  answered: number;
  abandoned: number;
  service_level: number | null;
  asa_s: number | null;
  longest_s: number | null;
}

/**
 * `waiting`: at the other end, the first since `waiting_since`; `in_lists`: mail and forms, up to 1000.
 *
 * `talking`: conversations that go on. `estimate_error`: the median error of the waits foretold within a day, as
 * a share of the wait, None for fewer than five; `estimates`: how many they were. `told`: inquiries answered within
 * a day of which the acknowledgement told what wait to expect; `told_within`: the share of them answered within the
 * longest time told (nine of ten should be), `told_error`: the median error of its middle.
 */
export interface BoardQueue {
  queue_id: number;
  waiting: number;
  waiting_since: Instant | null;
  in_lists: number;
  talking: number;
  service: BoardService;
  estimates: number;
  estimate_error: number | null;
  told: number;
  told_error: number | null;
  told_within: number | null;
}

/** What rings at a seat, since when. `patron_name` may be empty: some do not say it. */
export interface BoardRing {
  ticket_id: number;
  patron_name: string;
  channel: string;
  since: Instant;
}

/**
 * A seat, and what rings there.
 *
 * `called_since`: since when its telephone is rung or off the hook; null: it is neither.
 */
export interface BoardSeat {
  staff_id: number;
  presence: Presence;
  reason: string | null;
  since: Instant;
  until: Instant | null;
  chats: number;
  calls: number;
  has_room: boolean;
  rings: boolean;
  called_since: Instant | null;
  ring: BoardRing | null;
}

export interface BoardMinute {
  at: Instant;
  arrived: number;
  answered: number;
  abandoned: number;
}

/** How the house stands at `now`. Counts of lists stop at 1000. */
export interface Board {
  now: Instant;
  position: number;
  target_s: number;
  whole: BoardService;
  queues: BoardQueue[];
  seats: BoardSeat[];
  minutes: BoardMinute[];
  near: number;
  broken: number;
  promises_kept: number;
  promises_broken: number;
  set_aside: number;
  failed: number;
  quarantined: number;
}

/** What a supervisor said to all seats, or to those of a queue. */
export interface Broadcast {
  id: number;
  text: string;
  by: string;
  at: Instant;
  queue_id: number | null;
}

/** What was said within a shift, newest first. */
export interface Broadcasts {
  items: Broadcast[];
}

/** To all seats, or (`queue_id`) to those of a queue. */
export interface BroadcastAsk {
  text: string;
  queue_id?: number | null;
  client_id: string;
}

/**
 * A half hour of the day: live inquiries expected, the range in which they will lie, seats for both.
 *
 * `arrived`: how many came; None while it has not begun.
 */
export interface StaffedHalfHour {
  at: Instant;
  expected: number;
  low: number;
  high: number;
  seats: number;
  seats_high: number;
  arrived: number | null;
}

/**
 * The seats that answer a `share` of the day's inquiries within `target_s`. No half hours: too little is known.
 *
 * `at_once`: how many conversations a seat has; `aht_s`, `patience_s`: as measured in four weeks, None: too few.
 */
export interface DayStaffing {
  day: string;
  zone: string;
  target_s: number;
  share: number;
  at_once: number;
  aht_s: number | null;
  patience_s: number | null;
  half_hours: StaffedHalfHour[];
}

/** Somebody who takes part. `code`: how they went (completed, busy, no_answer, failed, canceled). */
export interface CallLeg {
  id: number;
  part: CallPart;
  staff_id: number | null;
  number: string;
  shown: string;
  device: Device;
  state: LegState;
  held: boolean;
  muted: boolean;
  mode: SuperviseMode | null;
  code: string;
  joined_at: Instant | null;
}

/**
 * A call of a ticket. `number`: the patron's, as claimed; empty: withheld; `shown`: as people read it.
 *
 * `state_since`: since when it stands as it does (rings, is on hold).
 */
export interface Call {
  id: number;
  ticket_id: number;
  way: CallWay;
  number: string;
  shown: string;
  state: CallState;
  state_since: Instant;
  how: CallEnd | null;
  staff_id: number | null;
  began_at: Instant;
  talked_at: Instant | null;
  ended_at: Instant | null;
  legs: CallLeg[];
}

/** The calls of a ticket, oldest first. `now`: the server's clock. */
export interface Calls {
  items: Call[];
  now: Instant;
  position: number;
}

export interface HoldAsk {
  held: boolean;
}

export interface MuteAsk {
  muted: boolean;
}

/** Whom to bring in, by number. */
export interface ThirdAsk {
  number: string;
}

/** Whom to call; None: the number that the ticket's patron called from. */
export interface CallOutAsk {
  number?: string | null;
}

/** Calling a patron from their profile; None: the telephone number that is known of them. Twice is once. */
export interface PatronCallAsk {
  client_id: string;
  number?: string | null;
}

/** How to take part in a colleague's call; None: no longer. */
export interface SuperviseAsk {
  mode: SuperviseMode | null;
}

/** Where I take calls. `number` of a telephone of my own. */
export interface DeviceAsk {
  device: Device;
  number?: string;
}

/** Where I take calls. `number`: as people read it. `offered`: what the house can ring; none without a carrier. */
export interface MyDevice {
  device: Device;
  number: string;
  offered: Device[];
}

/** What lets this browser ring as its seat, for so many seconds. */
export interface BrowserToken {
  token: string;
  identity: string;
  seconds: number;
}

/** Which of those who take part. */
export interface LegAsk {
  leg_id: number;
}

/** A page as it is drawn, in pixels. */
export interface PageSize {
  width: number;
  height: number;
}

/** The pages of a PDF or TIFF: how many, and the sizes of those that are shown. `error`: why there are none. */
export interface FilePages {
  count: number;
  pages: PageSize[];
  error: Unreadable | null;
}

/** An answer as it is being written. */
export interface FaxAsk {
  text?: string;
  attachments?: string[];
}

/** An upload that no fax can carry, and why. */
export interface FaxFile {
  id: string;
  name: string;
  code: "not_carried" | "broken" | "too_big" | "locked";
}

/**
 * What would leave by fax.
 *
 * `pages`: with the cover sheet; None where it cannot be told. `missing`: letters that no font of ours has; `links`
 * become their addresses, `colours` black and white. `error`: no_gateway, no_font, wrong_number, too_slow.
 */
export interface FaxCheck {
  pages: number | null;
  most: number;
  missing: string;
  notes: FaxNote[];
  files: FaxFile[];
  error: string | null;
}

/** Minutes since the day's midnight; `closes` may be past 1440, on the next day, at most a day after `opens`. */
export interface OpenSpan {
  opens: number;
  closes: number;
}

/** A span of a week; ISO weekday, Monday is 1. */
export interface WeekSpan {
  weekday: number;
  opens: number;
  closes: number;
}

/** Days that are not as the week says; no spans: closed. */
export interface HoursException {
  id: number;
  first_day: string;
  last_day: string;
  spans: OpenSpan[];
  name: string;
  name_zh: string;
}

/** Whether it is open now, when that changes next (None: not for years), and today's hours in words. */
export interface OpenNow {
  open: boolean;
  changes_at: Instant | null;
  label: string;
}

/** The hours of one of the next days, and what decided them: a workday made up for a holiday is `makeup`. */
export interface ComingDay {
  day: string;
  spans: OpenSpan[];
  why: DayReason;
}

/**
 * A queue's opening hours. While it follows the house, week, zone and region are the house's.
 *
 * `version` goes back with every change. `unknown_years`: this year or, late in it, the next, whose public holidays
 * nobody knows yet; until they do, the week alone counts, and exceptions should be entered.
 */
export interface QueueHours {
  queue_id: number;
  version: number;
  follows_house: boolean;
  zone: string;
  region: string;
  week: WeekSpan[];
  exceptions: HoursException[];
  chat: ClosedChat;
  tells_when: boolean;
  now: OpenNow;
  coming: ComingDay[];
  unknown_years: number[];
}

/** The week as it shall be. Where `follows_house` is true the rest is not looked at. */
export interface HoursAsk {
  version: number;
  follows_house: boolean;
  zone?: string;
  region?: string;
  week?: WeekSpan[];
}

export interface AfterHoursAsk {
  version: number;
  chat: ClosedChat;
  tells_when: boolean;
}

export interface ExceptionAsk {
  version: number;
  first_day: string;
  last_day: string;
  spans?: OpenSpan[];
  name?: string;
  name_zh?: string;
}

/** A country by its ISO 3166-1 code, and the subdivisions that keep holidays of their own (`DE-BE`). */
export interface HolidayRegion {
  country: string;
  subdivisions: string[];
}

export interface HolidayRegions {
  items: HolidayRegion[];
}

export interface Tag {
  id: number;
  name: string;
}

/** The library's tags by name. */
export interface Tags {
  items: Tag[];
  position: number;
}

/** A tag by its name; it is made when it is used first. */
export interface TagAsk {
  name: string;
}

/** Which tickets, in which order. Not every combination can be read from an index: see `combinations`. */
export interface ListFilter {
  view: View;
  queue: number | null;
  channel: Channel | null;
  lane: Lane | null;
  owner: number | null;
  tag: number | null;
  rule: string | null;
  sort: Sort;
  q: string;
}

/** A list with a name: one's own, a department's (`department_id`), or everybody's (`shared`). */
export interface SavedView {
  id: number;
  version: number;
  name: string;
  shared: boolean;
  department_id: number | null;
  filter: ListFilter;
}

export interface SavedViews {
  items: SavedView[];
  position: number;
}

/**
 * For oneself, for a department (`department_id`) or for everybody (`shared`).
 *
 * `expected_version`: the one that was seen; not looked at when it is made.
 */
export interface SavedViewAsk {
  name: string;
  shared?: boolean;
  department_id?: number | null;
  filter: ListFilter;
  expected_version?: number;
}

/** Counts stop at 1000; the screen shows 999+. */
export interface Counts {
  mine: number;
  waiting: number;
  all: number;
  set_aside: number;
  asked: number;
  unread_mine: number;
  position: number;
}

/**
 * What a rule (or `staff`, by hand) has set aside.
 *
 * `here`: tickets that stand set aside in the queues that I see, up to 1000. `set_aside` and `rescued` are counted
 * over all queues and times: messages, and how many of them were questions.
 */
export interface RuleCount {
  rule: string;
  here: number;
  set_aside: number;
  rescued: number;
}

export interface RuleCounts {
  items: RuleCount[];
}

/** `queue_id`: its own queue, which what comes to the department joins. */
export interface Department {
  id: number;
  slug: string;
  name: string;
  name_zh: string;
  queue_id: number | null;
}

export interface Queue {
  id: number;
  department_id: number;
  slug: string;
  name: string;
  name_zh: string;
  addresses: string[];
  push: boolean;
  push_recall_s: number;
  retired: boolean;
}

export interface Colleague {
  id: number;
  name: string;
  role: Role;
  active: boolean;
  department_ids: number[];
}

export interface AwayReason {
  code: string;
  name: string;
  name_zh: string;
}

/**
 * A member of staff at work, or not. `chats` and `calls`: what they hold now.
 *
 * `has_room`: one more live inquiry would fit it, as the router reckons, whatever it is ready for.
 * `rings`: one is ringing there.
 */
export interface Seat {
  staff_id: number;
  presence: Presence;
  reason: string | null;
  since: Instant;
  until: Instant | null;
  chats: number;
  calls: number;
  has_room: boolean;
  rings: boolean;
}

/** The seats of whom I work with; who has none never sat down. `now`: the server's clock. */
export interface Seats {
  items: Seat[];
  now: Instant;
  position: number;
}

/** What I am ready for. `reason` says why I am away: one of the house's. */
export interface SeatAsk {
  presence: Presence;
  reason?: string | null;
}

/** Who is signed in, and what the console needs before its first list. */
export interface Me {
  id: number;
  name: string;
  login: string;
  email: string | null;
  role: Role;
  locale: Locale;
  theme: Theme;
  shortcuts: boolean;
  csrf_token: string;
  queues: Queue[];
  departments: Department[];
  colleagues: Colleague[];
  away_reasons: AwayReason[];
  device: Device;
  rings_at: Device[];
  library: string;
  library_zh: string;
  zone: string;
  position: number;
}

export interface MeChange {
  locale?: Locale | null;
  theme?: Theme | null;
  shortcuts?: boolean | null;
}

/** A branch of the tree of needs. `place` orders siblings; a retired need can be read and not chosen. */
export interface Need {
  id: number;
  parent_id: number | null;
  slug: string;
  name: string;
  name_zh: string;
  place: number;
  version: number;
  retired_at: Instant | null;
}

export interface Needs {
  items: Need[];
  position: number;
}

export interface NeedAsk {
  parent_id?: number | null;
  name: string;
  name_zh: string;
  client_id: string;
}

export interface NeedChangeAsk {
  name: string;
  name_zh: string;
  expected_version: number;
}

/** Below which need (None: at the top), and at which place among those there, from 0. */
export interface NeedMoveAsk {
  parent_id: number | null;
  place: number;
  expected_version: number;
}

export interface NeedVersionAsk {
  expected_version: number;
}

export interface NeedChoiceAsk {
  need_id: number | null;
}

/**
 * What reference statistics count: one question that somebody of staff dealt with.
 *
 * `estimated` names the values that nobody has said or confirmed; the row is confirmed when there are none.
 */
export interface Transaction {
  id: number;
  version: number;
  kind: Kind;
  need_id: number | null;
  effort: number | null;
  mode: Mode;
  minutes: number | null;
  referral: Referral;
  estimated: Estimated[];
  queue_id: number;
  staff_id: number | null;
  at: Instant;
  confirmed_at: Instant | null;
  confirmed_by: number | null;
}

/** The reference record of a ticket: the need last chosen for it, and its transactions, the oldest first. */
export interface TicketRecord {
  ticket_id: number;
  need_id: number | null;
  transactions: Transaction[];
}

export interface ShownRecord {
  record: TicketRecord;
  position: number;
}

/** Values of a transaction. One that is left out is not said; need, effort and minutes may be said to be unknown. */
export interface Said {
  need_id?: number | null;
  effort?: number | null;
  mode?: Mode | null;
  minutes?: number | null;
  referral?: Referral | null;
  kind?: Kind | null;
}

/**
 * One more transaction of a ticket. What is left out is estimated from the ticket.
 *
 * `first`: only where the ticket has none; else the values are said of its newest one. A screen that does not know yet
 * what closing the ticket filled in makes no second one.
 */
export interface TransactionAsk {
  need_id?: number | null;
  effort?: number | null;
  mode?: Mode | null;
  minutes?: number | null;
  referral?: Referral | null;
  kind?: Kind | null;
  first?: boolean;
  client_id: string;
}

/** What is said by hand is no estimate any more. What is left out stays as it is. */
export interface TransactionChangeAsk {
  need_id?: number | null;
  effort?: number | null;
  mode?: Mode | null;
  minutes?: number | null;
  referral?: Referral | null;
  kind?: Kind | null;
  expected_version: number;
}

export interface TransactionVersionAsk {
  expected_version: number;
}

/** One directional question at the desk or on the phone. */
export interface TallyAsk {
  queue_id?: number | null;
  mode?: Mode;
  client_id: string;
}

/** A directional question that was counted; it can be taken back until `undo_until`. `today`: mine of this day. */
export interface Tally {
  id: number;
  at: Instant;
  undo_until: Instant;
  today: number;
}

export interface PatronPage {
  items: Patron[];
  next_cursor: string | null;
}

/**
 * A ticket found, with the words around the match of its newest matching message.
 *
 * `message_id` is 0 where no message has the words: the ticket was found by its number, its subject or its patron.
 */
export interface SearchHit {
  ticket: ListedTicket;
  message_id: number;
  excerpt: string;
}

export interface SearchPage {
  items: SearchHit[];
  next_cursor: string | null;
}

/** A saved answer. `{patron}`, `{librarian}`, `{ticket}` and `{library}` are filled in. */
export interface Snippet {
  id: number;
  department_id: number | null;
  shortcut: string;
  title: string;
  text: string;
  locale: Locale;
}

export interface SnippetAsk {
  department_id?: number | null;
  shortcut: string;
  title: string;
  text: string;
  locale: Locale;
}

export interface Snippets {
  items: Snippet[];
}

/**
 * What came and could not be understood: something that arrived, or what a carrier told of a call (`signal`).
 *
 * The two are numbered apart. `carrier`, `signal`: which carrier told that, and what (arrived, answered, joined, left,
 * over, recorded, transcribed); of an arrival both are empty. What an earlier version of the program kept without all
 * that it needs cannot be taken in again: it is not `replayable`.
 */
export interface QuarantinedItem {
  kind: "arrival" | "signal";
  id: number;
  channel: string;
  carrier: string;
  signal: string;
  received_at: Instant;
  step: string;
  reason: string;
  detail: string;
  size: number;
  attempts: number;
  replayable: boolean;
}

export interface QuarantinePage {
  items: QuarantinedItem[];
  next_cursor: string | null;
}

/** A mail that cannot be fetched, with the server's words. */
export interface FailingMail {
  uid: number;
  words: string;
  since: Instant;
}

/**
 * What a mailbox holds and what was taken from it differ in this. `uids`: ranges, as many as fit.
 *
 * `kind`: unseen, waiting, failing, unfinished, still_there, without_arrival, quarantined, gone, unasked.
 */
export interface MailboxDifference {
  kind: string;
  count: number;
  uids: string;
  words: string;
}

/**
 * How fetching from a folder of an account stands. `code` is empty while all is well.
 *
 * `since`: since when it stands so. `told_at`: when it was last heard of. `waiting`: mails there and not yet
 * taken. `differences`: what the last comparison with the server found, at `compared_at`.
 */
export interface MailboxStanding {
  account: string;
  folder: string;
  code: string;
  words: string;
  since: Instant;
  told_at: Instant;
  waiting: number;
  failing: FailingMail[];
  differences: MailboxDifference[];
  compared_at: Instant | null;
}

export interface MailboxStandings {
  items: MailboxStanding[];
}

/**
 * By when, in open seconds: `within_s` from the beginning, with a warning `near_s` before.
 *
 * None for queue, channel or priority: any. `priority` applies to tickets of at least that.
 */
export interface Target {
  kind: PromiseKind;
  queue_id?: number | null;
  channel?: Channel | null;
  priority?: number | null;
  within_s: number;
  near_s: number;
}

/** All of them. `version` goes back with a change. */
export interface Targets {
  version: number;
  items: Target[];
}

/** What is promised from now on, whole: what is left out is promised no longer. */
export interface TargetsAsk {
  version: number;
  items: Target[];
}

export interface Meaning {
  en: string;
  zh_hans: string;
}

/** A measure as it is defined. `better`: 1 where more of it is better, -1 where less is, 0 neither. */
export interface MeasureDefinition {
  code: string;
  group: MeasureGroup;
  unit: MeasureUnit;
  name: Meaning;
  means: Meaning;
  source: string;
  better: number;
}

/** None: there was nothing to measure. `before`: in as many days right before. */
export interface MeasuredValue {
  code: string;
  value: number | null;
  before: number | null;
}

/** A day, or a month in a long span (`at` is its first day). `kept`, `broken`: promises. */
export interface ReportDay {
  at: string;
  arrived: number;
  answered: number;
  live_answered: number;
  abandoned: number;
  kept: number;
  broken: number;
}

/** An hour of the week. ISO: Monday is 1. */
export interface ReportHour {
  weekday: number;
  hour: number;
  arrived: number;
  answered: number;
  kept: number;
  broken: number;
}

/** What the measures are of one department, queue, channel, language or librarian; None: none of them. */
export interface ReportRow {
  key: string | null;
  name: Meaning;
  values: (number | null)[];
}

/** `codes`: the measures, in the order of each row's values. */
export interface ReportTable {
  by: Breakdown;
  codes: string[];
  rows: ReportRow[];
}

/** Reference transactions of a need or an effort; `estimated`: of them, not confirmed. */
export interface RecordRow {
  key: number | null;
  name: Meaning;
  reference: number;
  estimated: number;
}

/**
 * The measures of a span of whole days in the library's zone.
 *
 * `up_to_date`: the facts hold all there is; `complete`: all but what has only just happened; else they are being
 * counted anew. `own`: of the viewer alone.
 */
export interface Report {
  first: string;
  last: string;
  today: string;
  zone: string;
  step: "day" | "month";
  target_s: number;
  own: boolean;
  complete: boolean;
  up_to_date: boolean;
  definitions: MeasureDefinition[];
  values: MeasuredValue[];
  steps: ReportDay[];
  hours: ReportHour[];
  tables: ReportTable[];
  needs: RecordRow[];
  efforts: RecordRow[];
}

/** Transactions that came one way: `months` has each of the twelve; `estimated`: of them, not confirmed. */
export interface ReturnLine {
  kind: Kind;
  mode: string;
  name: Meaning;
  months: number[];
  total: number;
  estimated: number;
}

/** What a library returns of a year: transactions by mode and month, reference ones by need and effort. */
export interface YearlyReturn {
  year: number;
  zone: string;
  lines: ReturnLine[];
  needs: RecordRow[];
  efforts: RecordRow[];
  reference: number;
  directional: number;
  estimated: number;
  complete: boolean;
}

/** A skill that a queue asks for; after each `relax_after_s` of waiting a level less will do, None: never. */
export interface SkillDemand {
  skill: string;
  level: number;
  relax_after_s: number | null;
}

/** What of the rules nobody can meet as things stand. `skill`: which one, where it is about one. */
export interface RoutingWarning {
  code: RoutingDoubt;
  skill: string | null;
}

/** A queue's rules of routing. `version` goes back with every change. */
export interface QueueRouting {
  queue_id: number;
  version: number;
  strategy: Strategy;
  ring_s: number;
  priority: number;
  overflow_queue_id: number | null;
  overflow_after_s: number | null;
  knows_first: boolean;
  by_language: boolean;
  language_relax_s: number | null;
  skills: SkillDemand[];
  warnings: RoutingWarning[];
}

/** The rules as they shall be. Where there is no queue to overflow into, `overflow_after_s` is not looked at. */
export interface RoutingAsk {
  version: number;
  strategy: Strategy;
  ring_s: number;
  priority: number;
  overflow_queue_id?: number | null;
  overflow_after_s?: number | null;
  knows_first: boolean;
  by_language: boolean;
  language_relax_s?: number | null;
  skills?: SkillDemand[];
}

/** Something that a librarian can do. A language's `slug` is its tag: `en`, `zh-Hans`. */
export interface Skill {
  slug: string;
  kind: SkillKind;
  name: string;
  name_zh: string;
}

/** A new skill, in the words of one language or both. */
export interface SkillAsk {
  kind: SkillKind;
  name: string;
  name_zh?: string;
}

/** How well somebody can do it: 1 (a little) to 5 (an expert). */
export interface SkillLevel {
  skill: string;
  level: number;
}

/** What somebody can do. `version` goes back with every change. */
export interface StaffSkills {
  staff_id: number;
  version: number;
  skills: SkillLevel[];
}

/** The skills that are known, and who has which. */
export interface Skills {
  items: Skill[];
  people: StaffSkills[];
}

export interface StaffSkillsAsk {
  version: number;
  skills?: SkillLevel[];
}

/** The files of an answer as it is being written. */
export interface TextAsk {
  attachments?: string[];
}

/** An upload of a kind that no text message carries. */
export interface TextFile {
  id: string;
  name: string;
}

/**
 * Whether files go with a text message to them at all, how many, and how many bytes together.
 *
 * `files`: those that do not go. `error`: what is wrong with all of them together. `leaves_at`: when it would leave,
 * where it waits for the morning (sms.quiet_from).
 */
export interface TextCheck {
  carries: boolean;
  most: number;
  most_bytes: number;
  files: TextFile[];
  error: "too_many" | "too_big" | null;
  leaves_at: Instant | null;
}

/**
 * Somebody in a thread. `id` is that of staff, patron or rule (docs/automation.md), or None where there is none.
 *
 * A message that a rule wrote has the `system` for its author, with the rule's id.
 */
export interface Person {
  kind: "patron" | "staff" | "rule" | "system";
  id: number | null;
  name: string;
}

/** A colleague who was asked into a ticket. `joined`: they speak with its patron beside the owner. */
export interface Guest {
  kind: "patron" | "staff" | "rule" | "system";
  id: number | null;
  name: string;
  joined: boolean;
}

/** How far a reply has come on its way out. */
export interface Delivery {
  id: number;
  state: DeliveryState;
  channel: string;
  to: string;
  shown: string;
  code: string | null;
  detail: string | null;
  attempts: number;
  next_try_at: Instant | null;
  leaves_at: Instant | null;
}

/** Somebody whom a mail names in To or Cc. */
export interface Recipient {
  field: "to" | "cc";
  address: string;
  name: string;
}

export interface AttachmentShape {
  id: number;
  name: string;
  media_type: string;
  size: number;
  inline: boolean;
  url: string;
}

/** A rule that hit: its code, and why in English; `fields` are what stands in the words (docs/channels.md). */
export interface Finding {
  code: string;
  kind: string;
  reason: string;
  effect: Effect;
  fields: Record<string, string>;
}

/** What was odd about a message that was understood all the same. */
export interface Oddity {
  code: string;
  words: string;
  fields: Record<string, string>;
}

/** One entry of a ticket's thread. `version` is the ticket's version that brought it. */
export interface Message {
  id: number;
  ticket_id: number;
  version: number;
  kind: "patron" | "staff" | "note";
  channel: string;
  author: Person;
  address: string | null;
  address_shown: string;
  proof: string | null;
  recipients: Recipient[];
  text: string;
  reply: string;
  has_html: boolean;
  remote_pictures: boolean;
  html: string | null;
  attachments: AttachmentShape[];
  created_at: Instant;
  client_id: string | null;
  automatic: string | null;
  findings: Finding[];
  problems: Oddity[];
  language: string | null;
  origin_ticket_id: number | null;
  delivery: Delivery | null;
  deliveries: Delivery[];
}

/** A ticket as the list shows it, the same for everyone who may see it. */
export interface TicketRow {
  id: number;
  version: number;
  subject: string;
  channel: string;
  queue_id: number;
  state: State;
  lane: Lane;
  assignee_id: number | null;
  assignee_name: string | null;
  patron_id: number | null;
  patron_name: string;
  locale: string;
  preview: string;
  preview_by: "patron" | "staff";
  created_at: Instant;
  updated_at: Instant;
  waiting_since: Instant | null;
  snoozed_until: Instant | null;
  last_patron_version: number;
  message_count: number;
  merged_into: number | null;
  live: boolean;
  call_kind: CallKind | null;
  offered_to: number | null;
  priority: number;
  pushed_until: Instant | null;
  due_kind: PromiseKind | null;
  due_at: Instant | null;
  due_near_at: Instant | null;
  trouble: string | null;
  tags: number[];
  set_aside_by: string | null;
}

/** A row for one viewer. It is unread when `last_patron_version > read_version`. */
export interface ListedTicket {
  id: number;
  version: number;
  subject: string;
  channel: string;
  queue_id: number;
  state: State;
  lane: Lane;
  assignee_id: number | null;
  assignee_name: string | null;
  patron_id: number | null;
  patron_name: string;
  locale: string;
  preview: string;
  preview_by: "patron" | "staff";
  created_at: Instant;
  updated_at: Instant;
  waiting_since: Instant | null;
  snoozed_until: Instant | null;
  last_patron_version: number;
  message_count: number;
  merged_into: number | null;
  live: boolean;
  call_kind: CallKind | null;
  offered_to: number | null;
  priority: number;
  pushed_until: Instant | null;
  due_kind: PromiseKind | null;
  due_at: Instant | null;
  due_near_at: Instant | null;
  trouble: string | null;
  tags: number[];
  set_aside_by: string | null;
  read_version: number;
}

/** What happened, told as a quiet line between messages. */
export interface Activity {
  version: number;
  type: string;
  at: Instant;
  actor: Person;
  data: Record<string, unknown>;
}

export interface LinkedTicket {
  id: number;
  subject: string;
  channel: string;
  state: State;
  reason: string;
}

/** `shown`: the value as people read it, a telephone number in groups. */
export interface Identity {
  id: number;
  kind: string;
  value: string;
  shown: string;
  proved: string | null;
  opted_out: boolean;
}

export interface Patron {
  id: number;
  name: string;
  affiliation: string;
  remark: string;
  locale: string;
  identities: Identity[];
  ticket_count: number;
  last_ticket_at: Instant | null;
}

/** Everything the conversation pane needs for its first picture. */
export interface TicketDetail {
  ticket: ListedTicket;
  messages: Message[];
  activity: Activity[];
  more_before: number | null;
  links: LinkedTicket[];
  merged: LinkedTicket[];
  guests: Guest[];
  patron: Patron | null;
  reply_channel: string | null;
  reply_address: string | null;
  reply_shown: string;
  reply_to: Recipient[];
  reply_opted_out: boolean;
  window_closes_at: Instant | null;
  allowed_states: State[];
  position: number;
}

export interface Timeline {
  messages: Message[];
  activity: Activity[];
  more_before: number | null;
}

/**
 * A ticket that rings at my seat until `expires_at`.
 *
 * `kind`: it comes from the line, a colleague passes it on (`transfer`), or asks me in beside them (`consult`).
 */
export interface Offer {
  id: number;
  kind: OfferKind;
  from_staff_id: number | null;
  ticket: ListedTicket;
  waited_since: Instant;
  offered_at: Instant;
  expires_at: Instant;
}

/** What rings at my seat. `now`: the server's clock, by which it expires. */
export interface Offers {
  items: Offer[];
  now: Instant;
  position: number;
}

export interface TicketPage {
  items: ListedTicket[];
  next_cursor: string | null;
  position: number;
}

/**
 * An event as a socket carries it: `ticket` and `message` are loaded when it is sent.
 *
 * To follow along: replace the row of `ticket`, put `message` (and `messages`) into the thread
 * by id, add `activity`, replace the ticket's `record` and each of `needs`; on `ticket.dropped` forget the ticket.
 */
export interface WireEvent {
  position: number;
  type: string;
  stream: string;
  version: number;
  at: Instant;
  actor: Person;
  data: Record<string, unknown>;
  ticket: TicketRow | null;
  read_version: number | null;
  messages: Message[];
  record: TicketRecord | null;
  needs: Need[];
}

/** `events` in order; afterwards the screen is as fresh as `position`. */
export interface EventBatch {
  events: WireEvent[];
  position: number;
}

/** The answer to `resume`: the missed events, or `resync` (load everything anew). */
export interface Resumed {
  resync: boolean;
  events: WireEvent[];
  position: number;
}

/** Somebody is typing in a ticket right now (forget it after 6 s). */
export interface Typing {
  ticket_id: number;
  who: Person;
}

/** A member of staff who has a ticket open. `writes`: what they have begun to write there, and go on with. */
export interface Looker {
  id: number;
  name: string;
  writes: WrittenAs | null;
}

/** Who has a ticket open now: all of them. Signs, not facts: a lost one is mended by the next. */
export interface Looking {
  ticket_id: number;
  people: Looker[];
}

/** Every ticket that somebody has open, of those that I may see. */
export interface LookedAt {
  items: Looking[];
}

/** RFC 9457 problem details. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  errors: Record<string, unknown>[];
  [more: string]: unknown;
}
