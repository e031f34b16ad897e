import { computed, type ComputedRef, onBeforeUnmount, type ShallowRef, shallowRef } from "vue";

import type { Upload } from "../generated/shapes.gen";

/** What the server says of an answer while it is written, and which of its files it refuses. Of several questions the last is answered. */
export function useChecked<Found extends { files: { id: string }[] }>(
  ask: (attachments: string[], signal: AbortSignal) => Promise<Found>, files: () => readonly Upload[],
): { found: ShallowRef<Found | null>; refused: ComputedRef<Found["files"]>; check: () => Promise<void> } {
  const found: ShallowRef<Found | null> = shallowRef(null);
  const refused = computed(() => (found.value?.files ?? []).filter((one) => files().some((file) => file.id === one.id)));
  let asking = new AbortController();

  async function check(): Promise<void> {
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    try {
      found.value = await ask(files().map((file) => file.id), signal);
    } catch {
      // It is said again by the server when it is sent.
      if (!signal.aborted) found.value = null;
    }
  }

  onBeforeUnmount(() => asking.abort());
  return { found, refused, check };
}
