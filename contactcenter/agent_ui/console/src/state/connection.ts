import { defineStore } from "pinia";
import { ref } from "vue";

import type { Board } from "../generated/shapes.gen";
import { signIn } from "../api/request";
import { StaffSocket, type Here } from "../api/socket";
import { useMe } from "./me";
import { useNeeds } from "./needs";
import { useCounts } from "./counts";
import { useConversation } from "./conversation";
import { useList } from "./list";
import { useLooking } from "./looking";
import { useRing } from "./ring";
import { useSeats } from "./seats";
import { useSends } from "./sends";
import { useTyping } from "./typing";
import { useWorld } from "./world";

const GRACE_MS = 1_500;

/** The line to the server: whether the screen is live, and how it becomes so again. */
export const useConnection = defineStore("connection", () => {
  const world = useWorld();
  /** True when the screen has been without news for longer than a blink. */
  const stale = ref(false);
  const live = ref(false);
  let grace: ReturnType<typeof setTimeout> | null = null;
  let socket: StaffSocket | null = null;

  function start(): void {
    socket = new StaffSocket({
      position: () => world.state.position,
      take: (events, position) => world.take(events, position),
      resync: (position) => void resync(position),
      typing: (what) => useTyping().heard(what),
      looking: (what) => useLooking().heard(what),
      looked: (all) => useLooking().begin(all),
      here: () => useLooking().here,
      status,
      signedOut: signIn,
    });
    socket.start();
    status(false);
    // The browser knows before the socket does; a half-open line would go unnoticed for half a minute.
    addEventListener("offline", () => socket?.again());
    addEventListener("online", () => socket?.again());
  }

  // Somebody's name, role or departments changed, a department or a queue was added or named, or where what comes to a department goes: names and lists follow.
  world.hear((event) => {
    if (event.type === "staff.changed" || (event.type === "queue.changed" && ["own", "added", "named"].includes(String(event.data["what"])))) void useMe().load().catch(() => undefined);
  });

  function status(now: boolean): void {
    live.value = now;
    if (!now) {
      grace ??= setTimeout(() => (stale.value = true), GRACE_MS);
      return;
    }
    if (grace !== null) clearTimeout(grace);
    grace = null;
    stale.value = false;
    useSends().again();
  }

  /** Too much was missed, or what I may see has changed: everything is loaded anew, without a reload. */
  async function resync(position: number): Promise<void> {
    world.begin(position);
    await useMe().load();
    world.forgetThreads();
    await Promise.all([useList().reload(), useCounts().load(), useConversation().refresh(), useNeeds().reload(), useSeats().load(), useRing().load()]);
  }

  function type(ticketId: number): void {
    socket?.type(ticketId);
  }

  /** Say where this screen looks. After each connection it is said again. */
  function look(here: Here): void {
    socket?.look(here);
  }

  /** Have the board told; null: no longer. */
  function watch(board: ((board: Board) => void) | null): void {
    socket?.watch(board);
  }

  return { stale, live, start, type, look, watch };
});
