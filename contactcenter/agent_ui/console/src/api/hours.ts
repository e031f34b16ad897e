import type { AfterHoursAsk, ExceptionAsk, HolidayRegions, HoursAsk, QueueHours } from "../generated/shapes.gen";
import { request } from "./request";

export const hours = {
  of: (queue: number) => request<QueueHours>("GET", `/queues/${queue}/hours`),
  set: (queue: number, ask: HoursAsk) => request<QueueHours>("PUT", `/queues/${queue}/hours`, { body: ask }),
  setAfter: (queue: number, ask: AfterHoursAsk) => request<QueueHours>("PUT", `/queues/${queue}/after-hours`, { body: ask }),
  except: (queue: number, ask: ExceptionAsk) => request<QueueHours>("POST", `/queues/${queue}/exceptions`, { body: ask }),
  unexcept: (queue: number, id: number, version: number) =>
    request<QueueHours>("DELETE", `/queues/${queue}/exceptions/${id}`, { query: { version } }),
  regions: () => request<HolidayRegions>("GET", "/holiday-regions"),
};
