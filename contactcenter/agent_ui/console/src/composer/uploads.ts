import { onBeforeUnmount, ref } from "vue";

import { upload } from "../api/upload";
import type { Upload } from "../generated/shapes.gen";
import type { Mode } from "../state/drafts";
import { explain } from "../state/toasts";

export interface Rising {
  key: number;
  file: File;
  /** What it was chosen for, whatever is being written when it arrives. */
  mode: Mode;
  /** 0 to 1. */
  share: number;
  wrong: string;
  stop: AbortController;
}

/** Files on their way up; each that arrives is handed to `done` with what it was chosen for. */
export function useUploads(done: (file: Upload, mode: Mode) => void) {
  const rising = ref<Rising[]>([]);
  let last = 0;

  function add(files: Iterable<File>, mode: Mode): void {
    for (const file of files) {
      last += 1;
      rising.value.push({ key: last, file, mode, share: 0, wrong: "", stop: new AbortController() });
      void send(last);
    }
  }

  async function send(key: number): Promise<void> {
    const one = find(key);
    if (one === undefined) return;
    one.wrong = "";
    try {
      done(await upload(one.file, (share) => (one.share = share), one.stop.signal), one.mode);
      remove(key);
    } catch (error) {
      if (!(error instanceof DOMException)) one.wrong = explain(error);
    }
  }

  function remove(key: number): void {
    find(key)?.stop.abort();
    rising.value = rising.value.filter((one) => one.key !== key);
  }

  function find(key: number): Rising | undefined {
    return rising.value.find((one) => one.key === key);
  }

  onBeforeUnmount(() => rising.value.forEach((one) => one.stop.abort()));
  return { rising, add, send, remove };
}

/** The files of a drop or a paste. */
export function filesOf(transfer: DataTransfer | null): File[] {
  return [...(transfer?.files ?? [])].filter((file) => file.size > 0);
}
