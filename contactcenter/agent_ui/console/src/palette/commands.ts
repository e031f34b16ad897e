import { computed } from "vue";
import { useI18n } from "vue-i18n";
import { useRouter } from "vue-router";

import type { PickItem, PickSection } from "../design/picklist";
import { VIEWS } from "../list/query";
import { useConversation } from "../state/conversation";
import { useMe } from "../state/me";
import { useRecall } from "../state/recall";
import { others } from "../state/recipients";
import { useWork } from "../state/work";
import { choices } from "../thread/choices";

type Command = PickItem & { run: () => unknown };

/** Everything that can be done, by name: with the open ticket, and in the house. */
export function useCommands() {
  const { t } = useI18n();
  const conversation = useConversation();
  const work = useWork();
  const me = useMe();
  const router = useRouter();
  const recall = useRecall();
  const offered = choices();

  /** Whether there is anybody else to answer. */
  const toAll = computed(() => {
    const { side, thread } = conversation;
    return side?.reply_channel === "email" && others(thread?.messages ?? [], side.reply_to, me.who.email).length > 0;
  });

  const ofTicket = computed<Command[]>(() => {
    const ticket = conversation.ticket;
    if (ticket === undefined) return [];
    const speaking: Command[] = ticket.lane === "merged" ? [] : [
      { id: "reply", title: t("keys.reply"), icon: "send", keys: "r", run: () => work.compose("reply") },
      ...(toAll.value ? [{ id: "replyAll", title: t("keys.replyAll"), icon: "people" as const, keys: "⇧R", run: () => work.compose("reply", true) }] : []),
      { id: "note", title: t("keys.note"), icon: "pen", keys: "n", run: () => work.compose("note") },
    ];
    if (recall.last !== null) speaking.unshift({ id: "undo", title: t("keys.undo"), icon: "retry", keys: "z", run: () => recall.undo() });
    return [...speaking, ...offered(ticket).flat().map((one) => ({ id: `act ${one.id}`, title: t(`act.${one.id}`), icon: one.icon, run: one.run, ...(one.key ? { keys: one.key } : {}) }))];
  });

  const ofHouse = computed<Command[]>(() => [
    ...VIEWS.map((view) => ({ id: `view ${view}`, title: t("palette.goTo", { place: t(`view.${view}`) }), icon: "inbox" as const, run: () => router.push({ name: "work", query: view === "mine" ? {} : { view } }) })),
    { id: "walkin", title: t("walkin.title"), icon: "plus", keys: "w", run: () => (work.dialog = "walkin") },
    { id: "patrons", title: t("palette.goTo", { place: t("shell.patrons") }), icon: "people", run: () => router.push({ name: "patrons" }) },
    ...(me.supervises ? [{ id: "board", title: t("palette.goTo", { place: t("shell.board") }), icon: "board" as const, run: () => router.push({ name: "board" }) }] : []),
    { id: "settings", title: t("palette.goTo", { place: t("shell.settings") }), icon: "cog", run: () => router.push({ name: "settings" }) },
    { id: "language", title: me.who.locale === "en" ? "中文界面" : "English", icon: "at", run: () => me.change({ locale: me.who.locale === "en" ? "zh-Hans" : "en" }) },
    { id: "theme", title: t("palette.theme"), icon: "sun", run: () => me.change({ theme: document.documentElement.dataset["theme"] === "dark" ? "light" : "dark" }) },
    { id: "keys", title: t("keys.title"), icon: "keys", keys: "?", run: () => (work.dialog = "keys") },
    { id: "out", title: t("settings.signOut"), icon: "door", run: () => (work.dialog = "signout") },
  ]);

  const sections = computed<PickSection[]>(() => [
    { label: t("palette.thisTicket"), items: ofTicket.value },
    { label: t("palette.house"), items: ofHouse.value },
  ]);

  function run(id: string): void {
    [...ofTicket.value, ...ofHouse.value].find((one) => one.id === id)?.run();
  }

  return { sections, run };
}
