import { defineStore } from "pinia";
import { ref } from "vue";

import type { Recipients } from "./recipients";
import type { Upload } from "../generated/shapes.gen";
import { useMe } from "./me";

export type Mode = "reply" | "note";

/**
 * What is being written, as it survives a reload. `base`: the ticket's version when the writing began. `recipients`:
 * whom the answer is addressed to, where that is not the usual.
 */
export interface Draft {
  html: string;
  files: Upload[];
  recipients?: Recipients | null;
  base: number;
  at: number;
}

const KEPT_MS = 30 * 24 * 3_600_000;

/** Drafts, one for each ticket and mode, kept in this browser. */
export const useDrafts = defineStore("drafts", () => {
  const me = useMe();
  const prefix = `cc.draft.${me.who.id}.`;
  const drafts = ref<Record<string, Draft>>(read());

  function read(): Record<string, Draft> {
    const found: Record<string, Draft> = {};
    for (const name of Object.keys(localStorage)) {
      if (!name.startsWith(prefix)) continue;
      const draft = parsed(localStorage.getItem(name));
      if (draft !== null && Date.now() - draft.at < KEPT_MS) found[name.slice(prefix.length)] = draft;
      else localStorage.removeItem(name);
    }
    return found;
  }

  function get(ticketId: number, mode: Mode): Draft | undefined {
    return drafts.value[`${ticketId}.${mode}`];
  }

  function put(ticketId: number, mode: Mode, draft: Omit<Draft, "at">): void {
    const key = `${ticketId}.${mode}`;
    const kept = { ...draft, at: Date.now() };
    drafts.value = { ...drafts.value, [key]: kept };
    try {
      localStorage.setItem(prefix + key, JSON.stringify(kept));
    } catch {
      // The browser's store is full: the draft lives on in this page.
    }
  }

  function drop(ticketId: number, mode: Mode): void {
    const key = `${ticketId}.${mode}`;
    const { [key]: _gone, ...rest } = drafts.value;
    drafts.value = rest;
    localStorage.removeItem(prefix + key);
  }

  /** Whether a ticket has something unsent, for its row in the list. */
  function has(ticketId: number): boolean {
    return (["reply", "note"] as const).some((mode) => {
      const draft = get(ticketId, mode);
      return draft !== undefined && (draft.html !== "" || draft.files.length > 0);
    });
  }

  return { get, put, drop, has };
});

function parsed(text: string | null): Draft | null {
  try {
    const draft = JSON.parse(text ?? "") as Partial<Draft>;
    if (typeof draft.html !== "string" || typeof draft.at !== "number") return null;
    return { html: draft.html, files: draft.files ?? [], base: draft.base ?? 0, at: draft.at, recipients: draft.recipients ?? null };
  } catch {
    return null;
  }
}
