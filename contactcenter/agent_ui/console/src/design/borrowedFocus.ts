import { nextTick, onBeforeUnmount, onMounted, type Ref } from "vue";

/** A form that opens in the page takes the keyboard to its first field, and gives it back to where it came from. */
export function useBorrowedFocus(field: Ref<HTMLElement | null>): void {
  let from: Element | null = null;
  onMounted(() => {
    from = document.activeElement;
    field.value?.focus();
  });
  onBeforeUnmount(() => {
    void nextTick(() => {
      // Somebody who went on elsewhere meanwhile keeps their place.
      if (document.activeElement === document.body && from instanceof HTMLElement) from.focus();
    });
  });
}
