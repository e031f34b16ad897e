import type { Editor, Range } from "@tiptap/core";
import type { SuggestionOptions, SuggestionProps } from "@tiptap/suggestion";
import { shallowReactive } from "vue";

export interface Offer {
  id: string;
  title: string;
  hint: string;
}

/** The list that is open below the caret, if one is. */
export interface OpenList {
  offers: readonly Offer[];
  at: number;
  left: number;
  top: number;
  /** The caret's line, so that the list can stand above it. */
  bottom: number;
  pick: (offer: Offer) => void;
}

export interface Suggesting {
  open: OpenList | null;
}

export interface Source {
  char: string;
  key: string;
  startOfLine: boolean;
  /** May have to be fetched: whoever types fast is before the answer, and sees the list when it comes. */
  offers(query: string): readonly Offer[] | Promise<readonly Offer[]>;
  chosen(editor: Editor, range: Range, offer: Offer): void;
}

export function suggesting(): Suggesting {
  return shallowReactive<Suggesting>({ open: null });
}

/** How Tiptap's suggestion drives our list: arrows, Enter or Tab to pick, Escape to leave. */
export function suggestion(state: Suggesting, source: Source): Pick<SuggestionOptions<Offer, Offer>, "char" | "startOfLine" | "items" | "command" | "render"> {
  const show = (props: SuggestionProps<Offer, Offer>): void => {
    const rect = props.clientRect?.();
    if (!rect || props.items.length === 0) {
      state.open = null;
      return;
    }
    const at = Math.min(state.open?.at ?? 0, props.items.length - 1);
    state.open = { offers: props.items, at, left: rect.left, top: rect.top, bottom: rect.bottom, pick: (offer) => props.command(offer) };
  };
  return {
    char: source.char,
    startOfLine: source.startOfLine,
    items: async ({ query }) => [...(await source.offers(query))],
    command: ({ editor, range, props }) => source.chosen(editor, range, props),
    render: () => ({
      onStart: show,
      onUpdate: show,
      onExit: () => (state.open = null),
      onKeyDown: ({ event }) => keyed(state, event),
    }),
  };
}

function keyed(state: Suggesting, event: KeyboardEvent): boolean {
  const open = state.open;
  if (open === null) return false;
  const count = open.offers.length;
  if (event.key === "ArrowDown") state.open = { ...open, at: (open.at + 1) % count };
  else if (event.key === "ArrowUp") state.open = { ...open, at: (open.at - 1 + count) % count };
  else if ((event.key === "Enter" || event.key === "Tab") && !event.metaKey && !event.ctrlKey) open.pick(open.offers[open.at]!);
  else if (event.key === "Escape") state.open = null;
  else return false;
  event.stopPropagation();
  return true;
}
