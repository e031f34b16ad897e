import { defineStore } from "pinia";
import { computed, ref, shallowRef, watch } from "vue";

import { board as api } from "../api/board";
import type { Board } from "../generated/shapes.gen";
import { useConnection } from "../state/connection";
import { compareInstants } from "../state/instants";
import { serverNow, setServerClock, tick } from "../state/serverClock";

/** The server tells it every ten seconds even if nothing happens: after so long without, something is wrong. */
const SILENT_MS = 25_000;

/** The board as it was told last: one picture, shown whole. Timers run on by the server's clock. */
export const useBoard = defineStore("board", () => {
  const connection = useConnection();
  const shown = shallowRef<Board | null>(null);
  const problem = shallowRef<unknown>(null);
  const toldAt = ref(0);
  let unwatch = (): void => undefined;

  const silent = computed(() => shown.value !== null && tick.value - toldAt.value > SILENT_MS);
  const old = computed(() => connection.stale || silent.value);

  function put(fresh: Board): void {
    // The answer to a question may be overtaken by what the socket tells.
    if (shown.value !== null && compareInstants(fresh.now, shown.value.now) < 0) return;
    toldAt.value = tick.value = serverNow();
    shown.value = fresh;
    problem.value = null;
  }

  async function load(): Promise<void> {
    const asked = performance.now();
    try {
      const fresh = await api.read();
      setServerClock(fresh.now, asked);
      put(fresh);
    } catch (error) {
      if (shown.value === null) problem.value = error;
    }
  }

  function start(): void {
    connection.watch(put);
    const stops = [
      watch(() => connection.live, (live) => live && void load()),
      // Second by second while it is silent: the answer may be lost as well.
      watch(tick, () => silent.value && connection.live && void load()),
    ];
    unwatch = () => stops.forEach((one) => one());
    void load();
  }

  function stop(): void {
    connection.watch(null);
    unwatch();
  }

  /** How long ago, in ms, by the server's clock. */
  function ago(instant: string): number {
    return Math.max(0, tick.value - Date.parse(instant));
  }

  return { shown, problem, old, start, stop, load, ago };
});
