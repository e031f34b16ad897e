import { defineStore } from "pinia";
import { ref } from "vue";

import { tickets as api } from "../api/tickets";
import { chosen } from "./recipients";
import type { Message } from "../generated/shapes.gen";
import { words } from "../i18n";
import { useDrafts } from "./drafts";
import { useToasts } from "./toasts";
import { useWorld } from "./world";

/** The answer that was sent last, as long as it can be taken back, and how to get there. */
export const useRecall = defineStore("recall", () => {
  const drafts = useDrafts();
  const toasts = useToasts();
  const world = useWorld();
  const last = ref<Message | null>(null);
  /** Told which ticket's composer holds the words again. */
  const shown = ref<((ticketId: number) => void) | null>(null);
  let until: ReturnType<typeof setTimeout> | undefined;

  /** The server took an answer: offer its undoing for the seconds that it waits. */
  function offer(message: Message, html: string): void {
    const leaves = message.delivery?.leaves_at;
    // Counted from the server's own times: this computer's clock may be wrong.
    const ms = leaves ? Date.parse(leaves) - Date.parse(message.created_at) : 0;
    if (ms <= 0) return;
    last.value = message;
    clearTimeout(until);
    until = setTimeout(() => (last.value = null), ms);
    toasts.say(words("send.sent"), { label: words("shell.undo"), run: () => void takeBack(message, html) }, ms);
  }

  async function takeBack(message: Message, html: string): Promise<void> {
    if (last.value?.id === message.id) last.value = null;
    try {
      const said = await api.withdraw(message.ticket_id, message.id);
      const begun = drafts.get(message.ticket_id, "reply");
      drafts.put(message.ticket_id, "reply", {
        html: (said.html ?? html) + (begun?.html ?? ""), files: [...said.attachments, ...(begun?.files ?? [])],
        base: world.state.tickets[message.ticket_id]?.version ?? message.version,
        recipients: chosen(said.recipients) ?? begun?.recipients ?? null,
      });
      shown.value?.(message.ticket_id);
      toasts.say(words("send.takenBack"));
    } catch (error) {
      toasts.sorry(error);
    }
  }

  /** By key: what the toast's button does. */
  function undo(): void {
    if (last.value !== null) void takeBack(last.value, last.value.html ?? "");
  }

  return { last, shown, offer, undo };
});
