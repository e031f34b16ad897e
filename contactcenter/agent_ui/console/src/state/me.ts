import { defineStore } from "pinia";
import { computed, ref } from "vue";

import { me as api } from "../api/people";
import { useCsrf } from "../api/request";
import type { Colleague, Me, MeChange, Queue } from "../generated/shapes.gen";
import { applyTheme } from "../design/theme";
import { locale, setLocale } from "../i18n";

/** Who is signed in, their queues, colleagues and preferences. */
export const useMe = defineStore("me", () => {
  const me = ref<Me | null>(null);

  const who = computed<Me>(() => {
    if (me.value === null) throw new Error("nobody is signed in yet");
    return me.value;
  });
  /** Single-key shortcuts; who dictates or shakes can turn them off (WCAG 2.1.4). */
  const shortcuts = computed(() => who.value.shortcuts);
  const supervises = computed(() => who.value.role !== "librarian");
  // `me.queues` and `me.departments` are the whole house's: one may hand over to a queue without looking inside.
  const departments = computed(() => {
    const mine = colleague(who.value.id)?.department_ids ?? [];
    return who.value.departments.filter((one) => supervises.value || mine.includes(one.id));
  });
  const queues = computed(() => {
    const mine = new Set(departments.value.map((one) => one.id));
    return who.value.queues.filter((one) => mine.has(one.department_id));
  });
  const queueIds = computed<ReadonlySet<number>>(() => new Set(queues.value.map((queue) => queue.id)));
  const library = computed(() => (locale() === "zh-Hans" ? who.value.library_zh : who.value.library));

  async function load(): Promise<void> {
    await take(await api.read());
  }

  async function change(ask: MeChange): Promise<void> {
    // The screen turns at once; the server remembers.
    if (ask.theme) applyTheme(ask.theme);
    if (ask.locale) await setLocale(ask.locale);
    await take(await api.change(ask));
  }

  async function take(fresh: Me): Promise<void> {
    me.value = fresh;
    useCsrf(fresh.csrf_token);
    applyTheme(fresh.theme);
    await setLocale(fresh.locale);
  }

  function queueName(id: number): string {
    const queue = who.value.queues.find((one) => one.id === id);
    return queue === undefined ? `#${id}` : named(queue);
  }

  function named(place: Pick<Queue, "name" | "name_zh">): string {
    return locale() === "zh-Hans" ? place.name_zh : place.name;
  }

  function colleague(id: number | null): Colleague | undefined {
    return who.value.colleagues.find((one) => one.id === id);
  }

  return { me, who, departments, queues, queueIds, supervises, library, shortcuts, load, change, queueName, named, colleague };
});
