import { onBeforeUnmount, onMounted, ref, type Ref } from "vue";

import { filesOf } from "./uploads";

/**
 * Files dragged over an element: true while they are there; those dropped are handed on. Dropped anywhere else in
 * the window they would take the browser away from the page: that does nothing.
 */
export function useDropping(place: () => HTMLElement | null, take: (files: File[]) => void): Ref<boolean> {
  const over = ref(false);

  function within(target: EventTarget | null): boolean {
    return target instanceof Node && (place()?.contains(target) ?? false);
  }

  function drag(event: DragEvent): void {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    over.value = within(event.target);
    event.dataTransfer.dropEffect = over.value ? "copy" : "none";
  }

  function leave(event: DragEvent): void {
    if (!within(event.relatedTarget)) over.value = false;
  }

  function drop(event: DragEvent): void {
    over.value = false;
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    if (within(event.target)) take(filesOf(event.dataTransfer));
  }

  // First, before the editor takes the event for a text's.
  onMounted(() => {
    addEventListener("dragover", drag, true);
    addEventListener("dragleave", leave, true);
    addEventListener("drop", drop, true);
  });
  onBeforeUnmount(() => {
    removeEventListener("dragover", drag, true);
    removeEventListener("dragleave", leave, true);
    removeEventListener("drop", drop, true);
  });
  return over;
}
