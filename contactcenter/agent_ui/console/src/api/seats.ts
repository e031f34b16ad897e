import type { ListedTicket, Offers, Seat, SeatAsk, Seats } from "../generated/shapes.gen";
import { request } from "./request";

export const seats = {
  all: () => request<Seats>("GET", "/seats"),
  choose: (ask: SeatAsk) => request<Seat>("PUT", "/me/seat", { body: ask }),
  offers: () => request<Offers>("GET", "/me/offers"),
  next: () => request<ListedTicket>("POST", "/me/next"),
  accept: (offerId: number) => request<ListedTicket>("POST", `/offers/${offerId}/accept`),
  decline: (offerId: number) => request<void>("POST", `/offers/${offerId}/decline`),
};
