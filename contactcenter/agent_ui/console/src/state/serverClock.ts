import { ref } from "vue";

const TICK_MS = 1_000;
/** What the server's clock reads when `performance.now()` is 0: this computer's own clock may be wrong by minutes. */
let origin = Date.now() - performance.now();

/** Set by an answer that says the time. `asked`: `performance.now()` when it was asked. */
export function setServerClock(said: string, asked: number): void {
  origin = Date.parse(said) - (asked + performance.now()) / 2;
  tick.value = serverNow();
}

export function serverNow(): number {
  return origin + performance.now();
}

/** The server's time as screens use it, second by second. */
export const tick = ref(serverNow());
setInterval(() => (tick.value = serverNow()), TICK_MS);
