import { defineStore } from "pinia";
import { computed, ref } from "vue";

import type { AttachmentShape } from "../generated/shapes.gen";
import { useConversation } from "./conversation";
import { useWork } from "./work";

const WITH_PAGES: ReadonlySet<string> = new Set(["application/pdf", "image/tiff"]);

/** Whether the server can show a file's pages. */
function hasPages(file: AttachmentShape): boolean {
  return WITH_PAGES.has(file.media_type);
}

/** The file whose pages are looked at, and where it was opened. */
export const useLeafing = defineStore("leafing", () => {
  const work = useWork();
  const conversation = useConversation();
  const file = ref<AttachmentShape | null>(null);
  const page = ref(1);
  /** The newest file with pages in the conversation. */
  const newest = computed(() => (conversation.thread?.messages ?? []).flatMap((one) => one.attachments).filter(hasPages).at(-1));

  function open(wanted: AttachmentShape | undefined, at = 1): void {
    if (wanted === undefined) return;
    file.value = wanted;
    page.value = at;
    work.dialog = "pages";
  }

  return { file, page, newest, open };
});
