import { onBeforeUnmount, onMounted, ref, type Ref } from "vue";

/** Somebody types there, or a menu has the keyboard: single keys are theirs. */
export function takesKeys(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.closest("input, textarea, select, [role=menu], [role=dialog], [role=listbox]") !== null;
}

/** Whether the keyboard is at such a place now: what is promised must work from there. */
export function useKeysTaken(): Readonly<Ref<boolean>> {
  const taken = ref(takesKeys(document.activeElement));
  const comes = (event: FocusEvent): void => void (taken.value = takesKeys(event.target));
  const goes = (event: FocusEvent): void => void (taken.value = takesKeys(event.relatedTarget));
  onMounted(() => {
    document.addEventListener("focusin", comes);
    document.addEventListener("focusout", goes);
  });
  onBeforeUnmount(() => {
    document.removeEventListener("focusin", comes);
    document.removeEventListener("focusout", goes);
  });
  return taken;
}
