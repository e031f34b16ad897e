import { defineStore } from "pinia";

import { snippets as api } from "../api/people";
import type { Snippet } from "../generated/shapes.gen";
import { useKept } from "./kept";

/** Saved answers. */
export const useSnippets = defineStore("snippets", () => {
  const { items: snippets, load, reload } = useKept(api.all, "snippets.changed");

  /** Those that fit what was typed after the slash; the screen's language first. */
  function matching(query: string, locale: string): Snippet[] {
    const wanted = query.toLocaleLowerCase();
    return snippets.value
      .filter((one) => `${one.shortcut} ${one.title}`.toLocaleLowerCase().includes(wanted))
      .sort((a, b) => Number(b.locale === locale) - Number(a.locale === locale) || a.title.localeCompare(b.title))
      .slice(0, 12);
  }

  return { snippets, load, reload, matching };
});
