import { defineStore } from "pinia";
import { shallowRef } from "vue";

import { tags as api } from "../api/lists";
import type { Tag } from "../generated/shapes.gen";
import { useWorld } from "./world";

/** The library's tags: loaded when a ticket that has one is first seen, and anew when they change. */
export const useTags = defineStore("tags", () => {
  const tags = shallowRef<readonly Tag[]>([]);
  let loading: Promise<void> | null = null;

  function load(): Promise<void> {
    loading ??= api.all().then((all) => void (tags.value = all.items), () => void (loading = null));
    return loading;
  }

  /** Those of these that are in use, by name. */
  function of(ids: readonly number[]): Tag[] {
    if (ids.length === 0) return [];
    void load();
    return tags.value.filter((one) => ids.includes(one.id));
  }

  function name(id: number | null): string {
    if (id === null) return "";
    return of([id])[0]?.name ?? `${id}`;
  }

  useWorld().hear((event) => {
    if (event.type !== "tags.changed" || loading === null) return;
    loading = null;
    void load();
  });

  return { tags, load, of, name };
});
