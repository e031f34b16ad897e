import { defineStore } from "pinia";

import { tags as api } from "../api/lists";
import type { Tag } from "../generated/shapes.gen";
import { useKept } from "./kept";

/** The library's tags: first wanted when a ticket that has one is seen. */
export const useTags = defineStore("tags", () => {
  const { items: tags, load } = useKept(api.all, "tags.changed");

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

  return { tags, load, of, name };
});
