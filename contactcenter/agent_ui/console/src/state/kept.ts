import { type ShallowRef, shallowRef } from "vue";

import { useWorld } from "./world";

/** What the library has of a kind: loaded when first wanted, and anew whenever `changed` happens. */
export function useKept<One>(all: () => Promise<{ items: One[] }>, changed: string): { items: ShallowRef<readonly One[]>; load: () => Promise<void>; reload: () => Promise<void> } {
  const items: ShallowRef<readonly One[]> = shallowRef([]);
  let loading: Promise<void> | null = null;

  function load(): Promise<void> {
    loading ??= all().then((found) => void (items.value = found.items), () => void (loading = null));
    return loading;
  }

  function reload(): Promise<void> {
    loading = null;
    return load();
  }

  useWorld().hear((event) => {
    if (event.type === changed && loading !== null) void reload();
  });

  return { items, load, reload };
}
