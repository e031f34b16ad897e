import { defineStore } from "pinia";
import { shallowRef } from "vue";

import { rules as api } from "../api/automation";
import { useWorld } from "./world";

/** What rules are called, for the threads in which they did something: asked for when the first of them is seen. */
export const useRuleNames = defineStore("ruleNames", () => {
  const names = shallowRef<ReadonlyMap<number, string>>(new Map());
  let loading: Promise<void> | null = null;

  function load(): Promise<void> {
    loading ??= api.names().then((all) => void (names.value = new Map(all.items.map((one) => [one.id, one.name]))), () => void (loading = null));
    return loading;
  }

  function name(id: number | null): string {
    if (id === null) return "";
    void load();
    return names.value.get(id) ?? `${id}`;
  }

  useWorld().hear((event) => {
    if (event.type !== "rules.changed" || loading === null) return;
    loading = null;
    void load();
  });

  return { name };
});
