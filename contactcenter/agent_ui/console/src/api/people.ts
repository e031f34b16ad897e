import type {
  MailboxStandings, Me, MeChange, Patron, PatronAsk, PatronPage, PushAsk, QuarantinePage, QuarantinedItem, Queue, Snippet, SnippetAsk, Snippets, TicketPage,
} from "../generated/shapes.gen";
import { request } from "./request";

export const me = {
  read: () => request<Me>("GET", "/me"),
  change: (ask: MeChange) => request<Me>("PATCH", "/me", { body: ask }),
};

export const patrons = {
  page: (q: string, cursor: string | null, signal?: AbortSignal) =>
    request<PatronPage>("GET", "/patrons", { query: { q, cursor }, ...(signal ? { signal } : {}) }),
  one: (id: number) => request<Patron>("GET", `/patrons/${id}`),
  change: (id: number, ask: PatronAsk) => request<Patron>("PATCH", `/patrons/${id}`, { body: ask }),
  tickets: (id: number, cursor: string | null) =>
    request<TicketPage>("GET", `/patrons/${id}/tickets`, { query: { cursor, limit: 20 } }),
};

export const snippets = {
  all: () => request<Snippets>("GET", "/snippets"),
  add: (ask: SnippetAsk) => request<Snippet>("POST", "/snippets", { body: ask }),
  change: (id: number, ask: SnippetAsk) => request<Snippet>("PUT", `/snippets/${id}`, { body: ask }),
  remove: (id: number) => request<void>("DELETE", `/snippets/${id}`),
};

export const quarantine = {
  page: (cursor: string | null) => request<QuarantinePage>("GET", "/quarantine", { query: { cursor } }),
  replay: ({ kind, id }: QuarantinedItem) => request<void>("POST", kind === "signal" ? `/quarantine/signals/${id}/replay` : `/quarantine/${id}/replay`),
  dismiss: (id: number) => request<void>("POST", `/quarantine/signals/${id}/dismiss`),
};

export const queues = {
  push: (id: number, ask: PushAsk) => request<Queue>("PUT", `/queues/${id}/push`, { body: ask }),
};

export const mailboxes = () => request<MailboxStandings>("GET", "/mailboxes");
