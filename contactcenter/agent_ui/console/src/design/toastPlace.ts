import { computed, onBeforeUnmount, ref, shallowReactive, watchEffect } from "vue";

/** Where short words may stand: in the flow of what is on the screen, between what scrolls and what is pressed. */
export type Place = "list" | "thread" | "page";

const places = shallowReactive(new Map<Place, HTMLElement>());
/** How much lies over the page now (dialogs, the wall): words under it would be neither seen nor read out. */
const over = ref(0);
const phone = matchMedia("(max-width: 760px)");
const narrow = ref(phone.matches);
phone.addEventListener("change", () => (narrow.value = phone.matches));

/** For `:ref` of an element that takes them, for as long as it is there. */
export function useToastPlace(name: Place): (element: unknown) => void {
  let mine: HTMLElement | null = null;
  return (element) => {
    // The next one may be there before the last one goes.
    if (element instanceof HTMLElement) places.set(name, (mine = element));
    else if (places.get(name) === mine) places.delete(name);
  };
}

/** While this component is there, words float above it. */
export function useCovering(covers: () => boolean = () => true): void {
  let counted = false;
  const count = (now: boolean): void => {
    if (now !== counted) over.value += now ? 1 : -1;
    counted = now;
  };
  watchEffect(() => count(covers()));
  onBeforeUnmount(() => count(false));
}

/** The place where they cover nothing; null: they float. On a telephone list and conversation are never seen together. */
export function useWhere(inTicket: () => boolean) {
  return computed<HTMLElement | null>(() => {
    if (over.value > 0) return null;
    const own = narrow.value && inTicket() ? places.get("thread") : places.get("list");
    return own ?? places.get("page") ?? null;
  });
}
