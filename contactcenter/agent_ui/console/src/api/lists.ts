import type { ListedTicket, SavedView, SavedViewAsk, SavedViews, Tag, Tags } from "../generated/shapes.gen";
import { request } from "./request";

export const tags = {
  all: () => request<Tags>("GET", "/tags"),
  rename: (id: number, name: string) => request<Tag>("PUT", `/tags/${id}`, { body: { name } }),
  remove: (id: number) => request<void>("DELETE", `/tags/${id}`),
  put: (ticket: number, name: string) => request<ListedTicket>("POST", `/tickets/${ticket}/tags`, { body: { name } }),
  take: (ticket: number, id: number) => request<ListedTicket>("DELETE", `/tickets/${ticket}/tags/${id}`),
};

export const views = {
  all: () => request<SavedViews>("GET", "/views"),
  save: (ask: SavedViewAsk) => request<SavedView>("POST", "/views", { body: ask }),
  change: (id: number, ask: SavedViewAsk) => request<SavedView>("PUT", `/views/${id}`, { body: ask }),
  remove: (id: number) => request<void>("DELETE", `/views/${id}`),
};
