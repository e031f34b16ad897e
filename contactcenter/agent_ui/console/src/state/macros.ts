import { defineStore } from "pinia";
import { shallowRef } from "vue";

import { macros as api } from "../api/automation";
import type { Macro } from "../generated/shapes.gen";
import { useWorld } from "./world";

/** The library's macros: loaded when first wanted, and anew when they change. */
export const useMacros = defineStore("macros", () => {
  const macros = shallowRef<readonly Macro[]>([]);
  let loading: Promise<void> | null = null;

  function load(): Promise<void> {
    loading ??= api.all().then((all) => void (macros.value = all.items), () => void (loading = null));
    return loading;
  }

  function reload(): Promise<void> {
    loading = null;
    return load();
  }

  useWorld().hear((event) => {
    if (event.type === "macros.changed" && loading !== null) void reload();
  });

  return { macros, load, reload };
});
