import { computed, onBeforeUnmount, ref, watch, type Ref } from "vue";

import { clientId } from "../api/request";
import type { Upload } from "../generated/shapes.gen";
import { useDrafts, type Draft, type Mode } from "../state/drafts";
import { useMe } from "../state/me";
import { useSends } from "../state/sends";
import { useWorld } from "../state/world";
import type { Written } from "./editor";
import type { Recipients } from "../state/recipients";

const SAVE_MS = 400;

/** What is being written on one ticket: its draft, its files, and sending it. */
export function useWriting(ticketId: number, mode: Ref<Mode>) {
  const drafts = useDrafts();
  const sends = useSends();
  const me = useMe();
  const world = useWorld();
  const draft = computed(() => drafts.get(ticketId, mode.value));
  const written = ref<Written | null>(null);
  /** As it is by now: the draft follows after a moment. */
  const html = computed(() => written.value?.html ?? draft.value?.html ?? "");
  /** Files to send without a word beside them are a draft too. */
  const files = computed<Upload[]>(() => draft.value?.files ?? []);
  const ready = computed(() => html.value !== "" || files.value.length > 0);
  /** Whom it is addressed to; null: the usual. A note goes to nobody. */
  const recipients = computed<Recipients | null>({
    get: () => (mode.value === "reply" ? (draft.value?.recipients ?? null) : null),
    set: (to) => {
      if (mode.value !== "reply") return;
      const { files: having = [], base = world.state.tickets[ticketId]?.version ?? 0 } = draft.value ?? {};
      put("reply", { html: html.value, files: having, base, recipients: to });
    },
  });
  /** Grows when the editor must be made anew from the draft. */
  const turn = ref(0);
  let due: ReturnType<typeof setTimeout> | undefined;
  let own = "";

  // What was written belongs to the mode it was written in: a note must never become an answer.
  watch(mode, (_now, before) => {
    save(before);
    written.value = null;
  }, { flush: "sync" });
  // Somebody else put a draft here (a refused answer taken back).
  watch(() => draft.value?.html, (html) => {
    if (html !== undefined && html !== own && html !== written.value?.html) {
      own = html;
      written.value = null;
      turn.value += 1;
    }
  });

  function write(what: Written, version: number): void {
    written.value = what;
    if (draft.value === undefined && !what.empty) keep(what.html, files.value, version);
    clearTimeout(due);
    due = setTimeout(() => save(), SAVE_MS);
  }

  /** Put what was written into the draft: after a moment, and at once when the keyboard goes elsewhere, where somebody may add to it. */
  function save(as: Mode = mode.value): void {
    clearTimeout(due);
    const what = written.value;
    if (what === null) return;
    const { files: having = [], base = 0 } = drafts.get(ticketId, as) ?? {};
    if (what.empty && having.length === 0 && !drafts.get(ticketId, as)?.recipients) drafts.drop(ticketId, as);
    else keep(what.html, having, base, as);
  }

  function keep(html: string, having: Upload[], base: number, as: Mode = mode.value): void {
    put(as, { html, files: having, base, recipients: drafts.get(ticketId, as)?.recipients ?? null });
  }

  function put(as: Mode, what: Omit<Draft, "at">): void {
    if (as === mode.value) own = what.html;
    if (what.html === "" && what.files.length === 0 && !what.recipients) drafts.drop(ticketId, as);
    else drafts.put(ticketId, as, what);
  }

  /** A file has come, for what is being written or for the other. */
  function addFile(file: Upload, as: Mode): void {
    const { html: kept = "", files: having = [], base } = drafts.get(ticketId, as) ?? {};
    keep(as === mode.value ? html.value : kept, [...having, file], base ?? world.state.tickets[ticketId]?.version ?? 0, as);
  }

  function removeFile(id: string): void {
    keep(html.value, files.value.filter((file) => file.id !== id), draft.value?.base ?? 0);
    save();
  }

  /** The writer has read what came between. */
  function seen(version: number): void {
    keep(html.value, files.value, version);
  }

  /** Hand it over to be sent. False when there is nothing to send. */
  function send(then: "keep" | "close" | "waiting_patron", version: number, what: Written | null): boolean {
    if (!ready.value || what === null) return false;
    const { html: now, text } = what;
    const base = draft.value?.base || version;
    clearTimeout(due);
    sends.add({ clientId: clientId(), ticketId, mode: mode.value, html: now, text, files: files.value, mentions: what.mentions, then, base, recipients: recipients.value });
    written.value = null;
    drafts.drop(ticketId, mode.value);
    own = "";
    return true;
  }

  // My own answer, from here or another window, is nothing that I overlooked.
  const stop = sends.onAnswered((id, version) => {
    const now = drafts.get(id, "reply");
    if (now !== undefined && now.base < version) drafts.put(id, "reply", { ...now, base: version });
  });
  const stopHearing = world.hear((event) => {
    if (event.type !== "reply.written" || event.actor.id !== me.who.id) return;
    const id = Number(event.data["ticket_id"]);
    const now = drafts.get(id, "reply");
    if (now !== undefined && now.base < event.version) drafts.put(id, "reply", { ...now, base: event.version });
  });
  onBeforeUnmount(() => {
    save();
    stop();
    stopHearing();
  });

  return { draft, html, files, recipients, ready, turn, write, save, addFile, removeFile, seen, send };
}
