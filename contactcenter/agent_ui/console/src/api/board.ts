import type { Board, Broadcast, BroadcastAsk, Broadcasts, DayStaffing, ListedTicket, TicketPage } from "../generated/shapes.gen";
import { request } from "./request";

export const board = {
  read: () => request<Board>("GET", "/board"),
  staffing: () => request<DayStaffing>("GET", "/board/staffing"),
  line: (queueId: number) => request<TicketPage>("GET", `/board/queues/${queueId}`),
  conversations: (staffId: number) => request<TicketPage>("GET", `/board/seats/${staffId}`),
  due: () => request<TicketPage>("GET", "/board/due"),
  failed: () => request<TicketPage>("GET", "/board/failed"),
  prioritise: (ticketId: number, priority: number) => request<ListedTicket>("POST", `/tickets/${ticketId}/priority`, { body: { priority } }),
  listen: (ticketId: number) => request<void>("POST", `/tickets/${ticketId}/listen`),
  broadcasts: () => request<Broadcasts>("GET", "/broadcasts"),
  broadcast: (ask: BroadcastAsk) => request<Broadcast>("POST", "/broadcasts", { body: ask }),
  signOut: (staffId: number) => request<void>("POST", `/seats/${staffId}/sign-out`),
};
