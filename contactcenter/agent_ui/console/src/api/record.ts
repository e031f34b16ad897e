import type {
  Need, NeedAsk, NeedChangeAsk, NeedMoveAsk, Needs, ShownRecord, Tally, TallyAsk, Transaction, TransactionAsk, TransactionChangeAsk,
} from "../generated/shapes.gen";
import { request } from "./request";

export const needs = {
  all: () => request<Needs>("GET", "/needs"),
  add: (ask: NeedAsk) => request<Need>("POST", "/needs", { body: ask }),
  change: (id: number, ask: NeedChangeAsk) => request<Need>("PATCH", `/needs/${id}`, { body: ask }),
  move: (id: number, ask: NeedMoveAsk) => request<Need>("POST", `/needs/${id}/move`, { body: ask }),
  retire: (id: number, expected_version: number) => request<Need>("POST", `/needs/${id}/retire`, { body: { expected_version } }),
  restore: (id: number, expected_version: number) => request<Need>("POST", `/needs/${id}/restore`, { body: { expected_version } }),
};

export const records = {
  of: (ticketId: number) => request<ShownRecord>("GET", `/tickets/${ticketId}/record`),
  need: (ticketId: number, need_id: number | null) => request<void>("PUT", `/tickets/${ticketId}/need`, { body: { need_id } }),
  add: (ticketId: number, ask: TransactionAsk) => request<Transaction>("POST", `/tickets/${ticketId}/transactions`, { body: ask }),
  change: (id: number, ask: TransactionChangeAsk) => request<Transaction>("PATCH", `/transactions/${id}`, { body: ask }),
  confirm: (id: number, expected_version: number) => request<Transaction>("POST", `/transactions/${id}/confirm`, { body: { expected_version } }),
  remove: (id: number) => request<void>("DELETE", `/transactions/${id}`),
  restore: (id: number) => request<Transaction>("POST", `/transactions/${id}/restore`),
};

export const tallies = {
  count: (ask: TallyAsk) => request<Tally>("POST", "/tallies", { body: ask }),
  uncount: (id: number) => request<void>("DELETE", `/tallies/${id}`),
};
