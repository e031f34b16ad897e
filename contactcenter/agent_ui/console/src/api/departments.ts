import type { Colleague, Department, NamesAsk, Queue } from "../generated/shapes.gen";
import { request } from "./request";

export const departments = {
  add: (ask: NamesAsk) => request<Department>("POST", "/departments", { body: ask }),
  rename: (id: number, ask: NamesAsk) => request<Department>("PUT", `/departments/${id}`, { body: ask }),
  addQueue: (id: number, ask: NamesAsk) => request<Queue>("POST", `/departments/${id}/queues`, { body: ask }),
  renameQueue: (id: number, ask: NamesAsk) => request<Queue>("PUT", `/queues/${id}`, { body: ask }),
  retire: (id: number) => request<Queue>("POST", `/queues/${id}/retire`),
  restore: (id: number) => request<Queue>("POST", `/queues/${id}/restore`),
  join: (id: number, staffId: number) => request<Colleague>("PUT", `/departments/${id}/members/${staffId}`),
  leave: (id: number, staffId: number) => request<Colleague>("DELETE", `/departments/${id}/members/${staffId}`),
};
