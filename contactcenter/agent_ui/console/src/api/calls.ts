import type { BrowserToken, Calls, Device, ListedTicket, MyDevice, SuperviseMode } from "../generated/shapes.gen";
import { request } from "./request";

export const calls = {
  of: (ticketId: number) => request<Calls>("GET", `/tickets/${ticketId}/calls`),
  out: (ticketId: number, number: string | null) => request<Calls>("POST", `/tickets/${ticketId}/calls`, { body: { number } }),
  patron: (patronId: number, clientId: string, number: string | null) => request<ListedTicket>("POST", `/patrons/${patronId}/calls`, { body: { client_id: clientId, number } }),
  hold: (callId: number, held: boolean) => request<void>("PUT", `/calls/${callId}/hold`, { body: { held } }),
  mute: (callId: number, muted: boolean) => request<void>("PUT", `/calls/${callId}/mute`, { body: { muted } }),
  third: (callId: number, number: string) => request<void>("POST", `/calls/${callId}/third`, { body: { number } }),
  letOut: (callId: number, legId: number) => request<void>("POST", `/calls/${callId}/let-out`, { body: { leg_id: legId } }),
  hangUp: (callId: number) => request<void>("POST", `/calls/${callId}/hang-up`),
  supervise: (callId: number, mode: SuperviseMode | null) => request<void>("PUT", `/calls/${callId}/supervise`, { body: { mode } }),
  device: () => request<MyDevice>("GET", "/me/device"),
  choose: (device: Device, number: string) => request<MyDevice>("PUT", "/me/device", { body: { device, number } }),
  token: () => request<BrowserToken>("POST", "/me/browser-token"),
};
