import type { Board, ListedTicket, TicketPage } from "../generated/shapes.gen";
import { request } from "./request";

export const board = {
  read: () => request<Board>("GET", "/board"),
  line: (queueId: number) => request<TicketPage>("GET", `/board/queues/${queueId}`),
  conversations: (staffId: number) => request<TicketPage>("GET", `/board/seats/${staffId}`),
  due: () => request<TicketPage>("GET", "/board/due"),
  failed: () => request<TicketPage>("GET", "/board/failed"),
  prioritise: (ticketId: number, priority: number) => request<ListedTicket>("POST", `/tickets/${ticketId}/priority`, { body: { priority } }),
  signOut: (staffId: number) => request<void>("POST", `/seats/${staffId}/sign-out`),
};
