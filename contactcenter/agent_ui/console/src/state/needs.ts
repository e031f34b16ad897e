import { defineStore } from "pinia";
import { computed } from "vue";

import { needs as api } from "../api/record";
import type { Need } from "../generated/shapes.gen";
import { type Branch, unfolded } from "../record/tree";
import { useMe } from "./me";
import { useWorld } from "./world";

const AGAIN_MS = 1_000;

/** The tree of needs: read when first wanted, kept up to date by events. */
export const useNeeds = defineStore("needs", () => {
  const world = useWorld();
  const me = useMe();
  let loading: Promise<void> | null = null;

  const branches = computed<Branch[]>(() => unfolded(world.state.needs ?? {}));
  const loaded = computed(() => world.state.needs !== null);

  function load(): Promise<void> {
    loading ??= read().catch(() => void (loading = null));
    return loading;
  }

  async function read(): Promise<void> {
    while (!world.putNeeds(await api.all())) await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }

  /** After too much was missed: only where somebody has looked at it. */
  async function reload(): Promise<void> {
    if (loading === null) return;
    loading = null;
    await load();
  }

  function one(id: number | null): Need | undefined {
    return id === null ? undefined : world.state.needs?.[id];
  }

  /** “Loans › Renewals”; empty for none. */
  function path(id: number | null): string {
    const need = one(id);
    if (need === undefined) return "";
    const above = path(need.parent_id);
    return above === "" ? me.named(need) : `${above} › ${me.named(need)}`;
  }

  return { branches, loaded, load, reload, one, path };
});
