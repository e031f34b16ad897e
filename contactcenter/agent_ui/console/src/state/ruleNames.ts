import { defineStore } from "pinia";

import { rules as api } from "../api/automation";
import { useKept } from "./kept";

/** What rules are called, for the threads in which they did something: first wanted when one of them is seen. */
export const useRuleNames = defineStore("ruleNames", () => {
  const { items: rules, load } = useKept(api.names, "rules.changed");

  function name(id: number | null): string {
    if (id === null) return "";
    void load();
    return rules.value.find((one) => one.id === id)?.name ?? `${id}`;
  }

  return { name };
});
