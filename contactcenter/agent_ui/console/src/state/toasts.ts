import { defineStore } from "pinia";
import { ref } from "vue";

import { ProblemError, type Refused } from "../api/problem";
import { has, locale, words } from "../i18n";

export interface Toast {
  id: number;
  text: string;
  bad: boolean;
  action?: { label: string; run: () => void };
}

const SHOWN_MS = 6_000;

/** Short words at the foot of the screen: what was done, or what went wrong and what to do. */
export const useToasts = defineStore("toasts", () => {
  const toasts = ref<Toast[]>([]);
  let last = 0;

  /** `ms`: how long the action can be taken, where it ends by itself. Returns its id, for whoever takes the action otherwise. */
  function say(text: string, action?: Toast["action"], ms?: number): number {
    return show({ text, bad: false, ...(action ? { action } : {}) }, ms);
  }

  function sorry(error: unknown): void {
    if (error instanceof DOMException && error.name === "AbortError") return;
    show({ text: explain(error), bad: true });
  }

  function show(toast: Omit<Toast, "id">, ms?: number): number {
    last += 1;
    const id = last;
    toasts.value = [...toasts.value.slice(-1), { id, ...toast }];
    setTimeout(() => dismiss(id), ms !== undefined ? ms : toast.bad || toast.action ? SHOWN_MS * 1.5 : SHOWN_MS);
    return id;
  }

  function dismiss(id: number): void {
    toasts.value = toasts.value.filter((one) => one.id !== id);
  }

  return { toasts, say, sorry, dismiss };
});

/** An error in the reader's language where we have words for it, else in the server's. */
export function explain(error: unknown): string {
  if (!(error instanceof ProblemError)) return words("problem.unknown");
  const ours = `problem.${error.code}`;
  const text = words(ours);
  // What exactly is not allowed the server says better, to who reads its language.
  if (text !== ours && !(error.code === "forbidden" && locale() === "en" && error.detail)) return text;
  if (error.fields.length > 0) return [...new Set(error.fields.map(refused))].join(locale() === "en" ? " " : "");
  return (locale() === "en" && error.detail) || words("problem.unknown");
}

/** Why a value cannot be used: the server says it in English, its code in every other language. */
export function refused(one: Refused): string {
  if (locale() === "en") return one.message || words("problem.field");
  return has(`refused.${one.code}`) ? words(`refused.${one.code}`) : words("problem.field");
}
