import { defineStore } from "pinia";

import { macros as api } from "../api/automation";
import { useKept } from "./kept";

/** The library's macros. */
export const useMacros = defineStore("macros", () => {
  const { items: macros, load, reload } = useKept(api.all, "macros.changed");
  return { macros, load, reload };
});
