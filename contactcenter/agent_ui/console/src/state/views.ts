import { defineStore } from "pinia";
import { shallowRef } from "vue";

import { views as api } from "../api/lists";
import type { SavedView } from "../generated/shapes.gen";
import { useWorld } from "./world";

/** Saved views, everybody's and mine: loaded when first wanted, and anew when they change. */
export const useViews = defineStore("views", () => {
  const views = shallowRef<readonly SavedView[]>([]);
  let loading: Promise<void> | null = null;

  function load(): Promise<void> {
    loading ??= api.all().then((all) => void (views.value = all.items), () => void (loading = null));
    return loading;
  }

  function reload(): Promise<void> {
    loading = null;
    return load();
  }

  useWorld().hear((event) => {
    if (event.type === "views.changed" && loading !== null) void reload();
  });

  return { views, load, reload };
});
