import { defineStore } from "pinia";
import { ref } from "vue";

import { snippets as api } from "../api/people";
import type { Snippet } from "../generated/shapes.gen";
import { useWorld } from "./world";

/** Saved answers: loaded when first wanted, and anew when somebody changed one. */
export const useSnippets = defineStore("snippets", () => {
  const snippets = ref<Snippet[]>([]);
  let loading: Promise<void> | null = null;

  function load(): Promise<void> {
    loading ??= api.all().then((all) => void (snippets.value = all.items), () => void (loading = null));
    return loading;
  }

  function reload(): Promise<void> {
    loading = null;
    return load();
  }

  /** Those that fit what was typed after the slash; the screen's language first. */
  function matching(query: string, locale: string): Snippet[] {
    const wanted = query.toLocaleLowerCase();
    return snippets.value
      .filter((one) => `${one.shortcut} ${one.title}`.toLocaleLowerCase().includes(wanted))
      .sort((a, b) => Number(b.locale === locale) - Number(a.locale === locale) || a.title.localeCompare(b.title))
      .slice(0, 12);
  }

  useWorld().hear((event) => {
    if (event.type === "snippets.changed" && loading !== null) void reload();
  });

  return { snippets, load, reload, matching };
});
