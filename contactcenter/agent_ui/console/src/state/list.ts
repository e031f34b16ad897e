import { defineStore } from "pinia";
import { computed, ref, shallowRef } from "vue";

import { ProblemError } from "../api/problem";
import { tickets as api } from "../api/tickets";
import { belongs, compareRows, type Filter } from "./membership";
import { useMe } from "./me";
import { filled, inserted, letGo, NOTHING, pageAt, removed, total, type Pages } from "./pages";
import { useWorld } from "./world";

export const FIRST: Filter = { view: "mine", queue: null, channel: null, lane: null, rule: null, tag: null, owner: null, q: "", sort: "updated" };

/** The list on screen: live, of any length, and still while the pointer is over it. */
export const useList = defineStore("list", () => {
  const world = useWorld();
  const me = useMe();
  const filter = ref<Filter>({ ...FIRST });
  const list = shallowRef<Pages>(NOTHING);
  const loading = ref(false);
  const problem = shallowRef<ProblemError | null>(null);
  const loaded = ref(false);
  /** Tickets I was asked into, as far as this screen has seen. */
  const asked = ref<ReadonlySet<number>>(new Set());
  /** Changes of order that wait until the pointer leaves. */
  const waiting = ref<ReadonlySet<number>>(new Set());
  const held = ref(false);
  /** Tickets that a macro is to be applied to, several at once. */
  const marked = ref<ReadonlySet<number>>(new Set());
  let generation = 0;
  let reading: Promise<void> | null = null;

  const count = computed(() => total(list.value));
  const ids = computed(() => list.value.pages.flatMap((page) => page.ids ?? []));
  const more = computed(() => list.value.next !== null);

  /** Show another list, from its top. */
  async function open(wanted: Filter): Promise<void> {
    filter.value = { ...wanted };
    marked.value = new Set();
    list.value = NOTHING;
    loaded.value = false;
    await reload();
  }

  /** Read the first page anew; the rest follows as it is scrolled to. */
  async function reload(): Promise<void> {
    generation += 1;
    reading = null;
    waiting.value = new Set();
    await readPage(0, null, true);
  }

  /** Have row `index` (of all that are high) read, and the next page when the end comes near. */
  function near(index: number): void {
    const at = pageAt(list.value, index);
    if (at === null) {
      if (more.value) void readPage(list.value.pages.length, list.value.next);
      return;
    }
    const page = list.value.pages[at.page]!;
    if (page.ids === null) void readPage(at.page, page.cursor);
    list.value = letGo(list.value, at.page);
    world.prune(new Set(ids.value));
  }

  function readPage(at: number, cursor: string | null, afresh = false): Promise<void> {
    if (reading !== null) return reading;
    reading = fetchPage(at, cursor, afresh).finally(() => (reading = null));
    return reading;
  }

  async function fetchPage(at: number, cursor: string | null, afresh: boolean): Promise<void> {
    const mine = generation;
    loading.value = true;
    try {
      const page = await api.page(filter.value, cursor);
      if (mine !== generation) return;
      world.putRows(page.items);
      if (filter.value.view === "asked") addAsked(page.items.map((row) => row.id));
      list.value = filled(afresh ? NOTHING : list.value, at, page.items.map((row) => row.id), page.next_cursor);
      loaded.value = true;
      problem.value = null;
      catchUp(page.position);
      if (filter.value.view === "mine") void sitsIn();
    } catch (error) {
      if (mine === generation && error instanceof ProblemError) problem.value = error;
    } finally {
      if (mine === generation) loading.value = false;
    }
  }

  let sought = false;
  /** Conversations that I was asked into before this screen was loaded: they stand among mine while they go on. */
  async function sitsIn(): Promise<void> {
    if (!sought) {
      sought = true;
      try {
        const { items } = await api.page({ ...FIRST, view: "asked" }, null);
        world.putRows(items);
        addAsked(items.map((row) => row.id));
      } catch {
        sought = false;
      }
    }
    for (const id of asked.value) if (world.state.tickets[id]?.live) settle(id);
  }

  /** What events said while the page was on its way. */
  function catchUp(position: number): void {
    const missed = world.since(position);
    if (missed === null) return;
    for (const id of new Set(missed.map((event) => event.data["ticket_id"]))) if (typeof id === "number") settle(id);
  }

  /** A row changed: put it where it belongs now, or wait with that while the pointer is over the list. `now`: what I have just done myself waits for nothing. */
  function settle(id: number, now = false): void {
    if (held.value && !now) {
      if (moves(id)) waiting.value = new Set([...waiting.value, id]);
      return;
    }
    const row = world.state.tickets[id];
    const without = removed(list.value, id);
    if (row === undefined || !shows(id)) {
      list.value = without;
      return;
    }
    list.value = inserted(without, id, (other) => {
      const there = world.state.tickets[other];
      return there !== undefined && compareRows(row, there, filter.value.sort) < 0;
    });
  }

  function shows(id: number): boolean {
    const row = world.state.tickets[id];
    return row !== undefined && belongs(row, filter.value, { id: me.who.id, queues: me.queueIds, asked: asked.value });
  }

  function moves(id: number): boolean {
    const at = ids.value.indexOf(id);
    if (at === -1 || !shows(id)) return (at === -1) === shows(id);
    const row = world.state.tickets[id]!;
    const above = world.state.tickets[ids.value[at - 1] ?? 0];
    return above !== undefined && compareRows(row, above, filter.value.sort) < 0;
  }

  function hold(on: boolean): void {
    held.value = on;
    if (!on) apply();
  }

  /** Let the waiting changes happen. */
  function apply(): void {
    const now = waiting.value;
    waiting.value = new Set();
    const was = held.value;
    held.value = false;
    for (const id of now) settle(id);
    held.value = was;
  }

  const MOST_MARKED = 100;
  function mark(id: number): void {
    const now = new Set(marked.value);
    if (!now.delete(id) && now.size < MOST_MARKED) now.add(id);
    marked.value = now;
  }

  function unmark(gone: readonly number[]): void {
    marked.value = new Set([...marked.value].filter((id) => !gone.includes(id)));
  }

  function addAsked(more_: readonly number[]): void {
    asked.value = new Set([...asked.value, ...more_]);
  }

  world.hear((event, before) => {
    const id = event.data["ticket_id"];
    if (typeof id !== "number") return;
    if (event.data["staff_id"] === me.who.id && /^colleague\.(asked|joined)$/.test(event.type)) addAsked([id]);
    if (event.data["staff_id"] === me.who.id && event.type === "colleague.left") {
      asked.value = new Set([...asked.value].filter((one) => one !== id));
    }
    if (loaded.value && (before.tickets[id] !== world.state.tickets[id] || event.type.startsWith("colleague."))) settle(id);
  });

  return { filter, list, count, ids, more, loading, loaded, problem, waiting, held, marked, mark, unmark, open, reload, near, hold, apply, shows, settle };
});
