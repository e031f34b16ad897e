import { defineStore } from "pinia";

import { macros as api } from "../api/automation";
import { useKept } from "./kept";

/** The library's macros. */
export const useMacros = defineStore("macros", () => {
  const { items: macros, load, reload } = useKept(api.all, "macros.changed");

  /** What one is called, for a thread in which it was applied; none: it is not there, or not read yet. */
  function name(id: number): string | undefined {
    void load();
    return macros.value.find((one) => one.id === id)?.name;
  }

  return { macros, load, reload, name };
});
