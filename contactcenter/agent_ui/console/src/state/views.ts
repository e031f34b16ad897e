import { defineStore } from "pinia";

import { views as api } from "../api/lists";
import { useKept } from "./kept";

/** Saved views, everybody's and mine. */
export const useViews = defineStore("views", () => {
  const { items: views, load, reload } = useKept(api.all, "views.changed");
  return { views, load, reload };
});
