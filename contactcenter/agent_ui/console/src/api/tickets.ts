import type {
  Counts, ListedTicket, Message, NoteAsk, ReplyAsk, RuleCounts, SearchPage, State, TicketAsk, TicketDetail, TicketPage, Timeline, TransferAsk, Withdrawn,
} from "../generated/shapes.gen";
import type { Filter } from "../state/membership";
import { clientId, request } from "./request";

const ticket = (id: number): string => `/tickets/${id}`;

export const tickets = {
  page: (filter: Filter, cursor: string | null, signal?: AbortSignal) =>
    request<TicketPage>("GET", "/tickets", { query: { ...filter, q: null, cursor }, ...(signal ? { signal } : {}) }),
  counts: () => request<Counts>("GET", "/tickets/counts"),
  rules: () => request<RuleCounts>("GET", "/rules"),
  detail: (id: number) => request<TicketDetail>("GET", ticket(id)),
  earlier: (id: number, before: number) => request<Timeline>("GET", `${ticket(id)}/messages`, { query: { before } }),
  search: (q: string, cursor: string | null, signal?: AbortSignal, among: { view?: "set_aside" | null; queue?: number | null; tag?: number | null } = {}) =>
    request<SearchPage>("GET", "/search", { query: { q, cursor, ...among, limit: 30 }, ...(signal ? { signal } : {}) }),

  open: (ask: TicketAsk) => request<TicketDetail>("POST", "/tickets", { body: ask, key: ask.client_id }),
  reply: (id: number, ask: ReplyAsk) => request<Message>("POST", `${ticket(id)}/replies`, { body: ask }),
  withdraw: (id: number, messageId: number) => request<Withdrawn>("POST", `${ticket(id)}/replies/${messageId}/withdraw`),
  note: (id: number, ask: NoteAsk) => request<Message>("POST", `${ticket(id)}/notes`, { body: ask }),
  retry: (messageId: number) => request<Message>("POST", `/messages/${messageId}/retry`, { key: clientId() }),
  read: (id: number, version: number) => request<void>("POST", `${ticket(id)}/read`, { body: { version }, outlives: true }),

  take: (id: number) => request<ListedTicket>("POST", `${ticket(id)}/take`),
  release: (id: number) => request<ListedTicket>("POST", `${ticket(id)}/release`),
  close: (id: number) => request<ListedTicket>("POST", `${ticket(id)}/close`),
  reopen: (id: number) => request<ListedTicket>("POST", `${ticket(id)}/reopen`),
  question: (id: number, message_id: number | null) => request<ListedTicket>("POST", `${ticket(id)}/question`, { body: { message_id } }),
  noQuestion: (id: number, message_id: number | null) =>
    request<ListedTicket>("POST", `${ticket(id)}/question/withdraw`, { body: { message_id } }),
  assign: (id: number, staff_id: number) => request<ListedTicket>("POST", `${ticket(id)}/assign`, { body: { staff_id } }),
  move: (id: number, queue_id: number) => request<ListedTicket>("POST", `${ticket(id)}/move`, { body: { queue_id } }),
  /** `hang_up`: also where its patron is on the telephone, who is cut off by it. */
  state: (id: number, state: State, until: string | null = null, hang_up = false) =>
    request<ListedTicket>("POST", `${ticket(id)}/state`, { body: { state, until, hang_up } }),
  subject: (id: number, subject: string) => request<ListedTicket>("POST", `${ticket(id)}/subject`, { body: { subject } }),

  merge: (id: number, into: number) => request<ListedTicket>("POST", `${ticket(id)}/merge`, { body: { into } }),
  unmerge: (id: number) => request<ListedTicket>("POST", `${ticket(id)}/unmerge`),
  split: (id: number, message_ids: number[], subject: string) =>
    request<ListedTicket>("POST", `${ticket(id)}/split`, { body: { message_ids, subject }, key: clientId() }),
  unsplit: (id: number) => request<ListedTicket>("POST", `${ticket(id)}/unsplit`),
  link: (id: number, other: number) => request<ListedTicket>("POST", `${ticket(id)}/links`, { body: { other } }),
  unlink: (id: number, other: number) => request<void>("DELETE", `${ticket(id)}/links/${other}`),
  ask: (id: number, staff_id: number) => request<ListedTicket>("POST", `${ticket(id)}/guests`, { body: { staff_id } }),
  join: (id: number) => request<ListedTicket>("POST", `${ticket(id)}/join`),
  transfer: (id: number, ask: TransferAsk) => request<ListedTicket>("POST", `${ticket(id)}/transfer`, { body: ask }),
  callOff: (id: number) => request<void>("DELETE", `${ticket(id)}/transfer`),
  handOver: (id: number, staff_id: number) => request<ListedTicket>("POST", `${ticket(id)}/hand-over`, { body: { staff_id } }),
  letGo: (id: number, staff_id: number) => request<void>("DELETE", `${ticket(id)}/guests/${staff_id}`),
};
