import { shallowRef, type ShallowRef } from "vue";

/** What the server counts, as it said last. */
export interface Anew<T> {
  said: ShallowRef<T>;
  /** Asks at once. */
  load: () => Promise<void>;
  /** Asks in a moment, once for all that happens until then: a count follows what happened, and is a hint. */
  soon: () => void;
}

export function askedAnew<T>(ask: () => Promise<T>, first: T, pauseMs: number): Anew<T> {
  const said = shallowRef(first) as ShallowRef<T>;
  let due: ReturnType<typeof setTimeout> | null = null;

  async function load(): Promise<void> {
    try {
      said.value = await ask();
    } catch {
      // The old numbers stay; the connection bar says that the screen is stale.
    }
  }

  function soon(): void {
    due ??= setTimeout(() => {
      due = null;
      void load();
    }, pauseMs);
  }

  return { said, load, soon };
}
