import { onBeforeUnmount, onMounted, ref } from "vue";

import { useCovering } from "../design/toastPlace";
import { useMe } from "../state/me";

/** The board alone on a screen, large: by a button, by `f`, and out again by Esc. */
export function useWall() {
  const me = useMe();
  const wall = ref(false);
  useCovering(() => wall.value);
  let awake: { release(): Promise<void> } | null = null;

  async function toggle(): Promise<void> {
    if (wall.value) {
      if (document.fullscreenElement !== null) await document.exitFullscreen().catch(() => undefined);
      leave();
      return;
    }
    wall.value = true;
    // The whole document, so that dialogs stay inside; where a browser refuses (telephones), the page alone is enough.
    await document.documentElement.requestFullscreen?.().catch(() => undefined);
    awake = (await navigator.wakeLock?.request("screen").catch(() => null)) ?? null;
  }

  function leave(): void {
    wall.value = false;
    void awake?.release();
    awake = null;
  }

  function changed(): void {
    if (document.fullscreenElement === null) leave();
  }

  function key(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return;
    if (event.target instanceof HTMLElement && (event.target.isContentEditable || event.target.closest("input, textarea, select, [role=menu], [role=dialog], [role=listbox]"))) return;
    if (event.key === "Escape" && wall.value) leave();
    else if (event.key === "f" && me.shortcuts) void toggle();
  }

  onMounted(() => {
    document.addEventListener("keydown", key);
    document.addEventListener("fullscreenchange", changed);
  });
  onBeforeUnmount(() => {
    document.removeEventListener("keydown", key);
    document.removeEventListener("fullscreenchange", changed);
    if (document.fullscreenElement !== null) void document.exitFullscreen().catch(() => undefined);
    leave();
  });

  return { wall, toggle };
}
