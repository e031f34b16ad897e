import { defineStore } from "pinia";
import { computed, ref, shallowRef, watch } from "vue";

import { board as api } from "../api/board";
import type { Board } from "../generated/shapes.gen";
import { useConnection } from "../state/connection";
import { compareInstants } from "../state/instants";

const TICK_MS = 1_000;
/** The server tells it every ten seconds even if nothing happens: after so long without, something is wrong. */
const SILENT_MS = 25_000;

/** The board as it was told last: one picture, shown whole. Timers run on by the server's clock. */
export const useBoard = defineStore("board", () => {
  const connection = useConnection();
  const shown = shallowRef<Board | null>(null);
  const problem = shallowRef<unknown>(null);
  /** By how much the server's clock is ahead of this computer's. */
  let ahead = 0;
  const toldAt = ref(0);
  const tick = ref(Date.now());
  let timer: ReturnType<typeof setInterval> | null = null;
  let unwatch = (): void => undefined;

  const silent = computed(() => shown.value !== null && tick.value - ahead - toldAt.value > SILENT_MS);
  const old = computed(() => connection.stale || silent.value);

  function put(fresh: Board): void {
    // The answer to a question may be overtaken by what the socket tells.
    if (shown.value !== null && compareInstants(fresh.now, shown.value.now) < 0) return;
    ahead = Date.parse(fresh.now) - Date.now();
    toldAt.value = Date.now();
    tick.value = Date.parse(fresh.now);
    shown.value = fresh;
    problem.value = null;
  }

  async function load(): Promise<void> {
    try {
      put(await api.read());
    } catch (error) {
      if (shown.value === null) problem.value = error;
    }
  }

  function start(): void {
    connection.watch(put);
    timer = setInterval(() => {
      tick.value = Date.now() + ahead;
      if (silent.value && connection.live) void load();
    }, TICK_MS);
    unwatch = watch(() => connection.live, (live) => live && void load());
    void load();
  }

  function stop(): void {
    connection.watch(null);
    unwatch();
    if (timer !== null) clearInterval(timer);
  }

  /** How long ago, in ms, by the server's clock. */
  function ago(instant: string): number {
    return tick.value - Date.parse(instant);
  }

  return { shown, problem, old, tick, start, stop, load, ago };
});
