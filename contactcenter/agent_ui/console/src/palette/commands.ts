import { computed } from "vue";
import { useI18n } from "vue-i18n";
import { useRouter } from "vue-router";

import type { PickItem, PickSection } from "../design/picklist";
import { filterOfView, queryOf, VIEWS } from "../list/query";
import "../i18n/lists";
import { useViews } from "../state/views";
import "../i18n/calls";
import { useCalls } from "../state/calls";
import { useConversation } from "../state/conversation";
import { useAnswering } from "../seat/answering";
import { sound } from "../seat/sound";
import { useTaking } from "../seat/taking";
import { useLeafing } from "../state/leafing";
import { useMe } from "../state/me";
import { useRecall } from "../state/recall";
import { useRecord } from "../state/record";
import { others } from "../state/recipients";
import { useTally } from "../state/tally";
import { useRing } from "../state/ring";
import { useSeats, type Presence } from "../state/seats";
import { useToasts } from "../state/toasts";
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
  const record = useRecord();
  const tally = useTally();
  const views = useViews();
  void views.load();
  const offered = choices();
  const ring = useRing();
  const seats = useSeats();
  const toasts = useToasts();
  const { accept, decline } = useAnswering();
  const taking = useTaking();
  const calls = useCalls();
  const leafing = useLeafing();

  /** Whether there is anybody else to answer. */
  const toAll = computed(() => {
    const { side, thread } = conversation;
    return side?.reply_channel === "email" && others(thread?.messages ?? [], side.reply_to, me.who.email).length > 0;
  });

  const ofTicket = computed<Command[]>(() => {
    const ticket = conversation.ticket;
    if (ticket === undefined) return [];
    const speaking: Command[] = ticket.lane === "merged" ? [] : [
      { id: "reply", title: t("keys.reply"), icon: "send", keys: "r", run: () => work.compose(ticket.id, "reply") },
      ...(toAll.value ? [{ id: "replyAll", title: t("keys.replyAll"), icon: "people" as const, keys: "⇧R", run: () => work.compose(ticket.id, "reply", true) }] : []),
      { id: "note", title: t("keys.note"), icon: "pen", keys: "n", run: () => work.compose(ticket.id, "note") },
    ];
    if (leafing.newest !== undefined) speaking.push({ id: "pages", title: t("keys.pages"), icon: "fax", keys: "f", run: () => leafing.open(leafing.newest) });
    if (recall.last !== null) speaking.unshift({ id: "undo", title: t("keys.undo"), icon: "retry", keys: "z", run: () => recall.undo() });
    const counting: Command[] = ticket.lane === "merged" ? [] : [
      { id: "need", title: t("record.chooseNeed"), icon: "tree", run: () => (work.dialog = "need") },
      { id: "effort", title: t("keys.effort"), icon: "tally", keys: "e", run: () => record.focusEffort() },
      ...(record.unconfirmed ? [{ id: "confirm", title: t("keys.confirm"), icon: "check" as const, keys: "y", run: () => record.confirm() }] : []),
    ];
    const talking: Command[] = calls.mine === undefined ? [] : [
      { id: "hold", title: t(calls.current?.state === "held" ? "call.resume" : "call.hold"), icon: "pause", keys: "o", run: () => calls.hold() },
      { id: "mute", title: t(calls.mine.muted ? "call.unmute" : "call.mute"), icon: "bellOff", keys: "u", run: () => calls.mute() },
      { id: "hangUp", title: t("call.hangUp"), icon: "phone", keys: "b", run: () => calls.hangUp() },
    ];
    return [...talking, ...speaking, ...counting, ...offered(ticket).flat().map((one) => ({ id: `act ${one.id}`, title: t(`act.${one.id}`), icon: one.icon, run: one.run, ...(one.key ? { keys: one.key } : {}) }))];
  });

  const ofSeat = computed<Command[]>(() => {
    if (!seats.have) return [];
    const be = (presence: Presence, name: string, reason: string | null = null): Command => ({
      id: `seat ${presence} ${reason ?? ""}`, title: t("seat.choose", { state: name }), icon: "desk", run: () => seats.choose(presence, reason).catch(toasts.sorry),
    });
    return [
      ...(ring.current === undefined ? [] : [
        { id: "accept", title: t("ring.accept"), icon: "bell" as const, keys: "a", run: accept }, { id: "decline", title: t("ring.decline"), icon: "bellOff" as const, keys: "d", run: decline },
      ]),
      { ...be("available", t("seat.available")), keys: "v" }, be("busy", t("seat.busy")),
      ...me.who.away_reasons.map((one) => be("away", `${t("seat.away")} · ${me.named(one)}`, one.code)),
      be("wrap_up", t("seat.wrap_up")), be("offline", t("seat.offline")),
      { id: "sound", title: t("ring.mute"), icon: sound.value ? "bellOff" : "bell", run: () => (sound.value = !sound.value) },
    ];
  });

  const ofHouse = computed<Command[]>(() => [
    ...VIEWS.map((view) => ({ id: `view ${view}`, title: t("palette.goTo", { place: t(`view.${view}`) }), icon: "inbox" as const, run: () => router.push({ name: "work", query: view === "mine" ? {} : { view } }) })),
    ...views.views.map((one) => ({ id: `saved ${one.id}`, title: t("views.goTo", { name: one.name }), icon: "list" as const, run: () => router.push({ name: "work", query: queryOf(filterOfView(one.filter)) }) })),
    { id: "saveView", title: t("views.save"), icon: "plus", run: () => (work.dialog = "view") },
    ...(views.views.length > 0 ? [{ id: "changeViews", title: t("views.change"), icon: "pen" as const, run: () => (work.dialog = "views") }] : []),
    ...(me.queues.length > 0 ? [{ id: "next", title: t("next.take"), icon: "take" as const, keys: "x", run: () => taking.next() }] : []),
    { id: "walkin", title: t("walkin.title"), icon: "plus", keys: "w", run: () => (work.dialog = "walkin") },
    { id: "tally", title: t("tally.title"), icon: "signpost", keys: "+", run: () => tally.count() },
    { id: "tally by phone", title: t("tally.byPhone"), icon: "signpost", run: () => tally.count("phone") },
    { id: "patrons", title: t("palette.goTo", { place: t("shell.patrons") }), icon: "people", run: () => router.push({ name: "patrons" }) },
    ...(me.supervises ? [{ id: "board", title: t("palette.goTo", { place: t("shell.board") }), icon: "board" as const, run: () => router.push({ name: "board" }) }] : []),
    ...(me.supervises || me.queues.length > 0 ? [{ id: "reports", title: t("palette.goTo", { place: t("shell.reports") }), icon: "report" as const, run: () => router.push({ name: "reports" }) }] : []),
    { id: "settings", title: t("palette.goTo", { place: t("shell.settings") }), icon: "cog", run: () => router.push({ name: "settings" }) },
    { id: "language", title: me.who.locale === "en" ? "中文界面" : "English", icon: "at", run: () => me.change({ locale: me.who.locale === "en" ? "zh-Hans" : "en" }) },
    { id: "theme", title: t("palette.theme"), icon: "sun", run: () => me.change({ theme: document.documentElement.dataset["theme"] === "dark" ? "light" : "dark" }) },
    { id: "keys", title: t("keys.title"), icon: "keys", keys: "?", run: () => (work.dialog = "keys") },
    { id: "out", title: t("settings.signOut"), icon: "door", run: () => (work.dialog = "signout") },
  ]);

  const sections = computed<PickSection[]>(() => [
    { label: t("palette.thisTicket"), items: ofTicket.value },
    { label: t("seat.title"), items: ofSeat.value },
    { label: t("palette.house"), items: ofHouse.value },
  ]);

  function run(id: string): void {
    [...ofTicket.value, ...ofSeat.value, ...ofHouse.value].find((one) => one.id === id)?.run();
  }

  return { sections, run };
}
