import type { FaxAsk, FaxCheck, FilePages, TextAsk, TextCheck } from "../generated/shapes.gen";
import { address, request } from "./request";

export const pages = {
  of: (attachment: number, signal?: AbortSignal) => request<FilePages>("GET", `/attachments/${attachment}/pages`, signal ? { signal } : {}),
  /** Where a page's picture is; `page` from 1 on. */
  picture: (attachment: number, page: number, size: "thumb" | "page") => address(`/attachments/${attachment}/pages/${page}`, { size }),
  check: (ticket: number, ask: FaxAsk, signal: AbortSignal) => request<FaxCheck>("POST", `/tickets/${ticket}/fax-check`, { body: ask, signal }),
  checkText: (ticket: number, ask: TextAsk, signal: AbortSignal) => request<TextCheck>("POST", `/tickets/${ticket}/text-check`, { body: ask, signal }),
};
