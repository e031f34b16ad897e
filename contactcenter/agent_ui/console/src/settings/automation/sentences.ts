import { useI18n } from "vue-i18n";

import type { AutomationRule, When } from "../../generated/shapes.gen";
import { locale } from "../../i18n";
import { useMe } from "../../state/me";
import { useSnippets } from "../../state/snippets";
import { useTags } from "../../state/tags";

export type Condition = AutomationRule["conditions"][number];
export type Action = AutomationRule["actions"][number];
/** A condition or an action being written: what has yet to be chosen is 0 or empty. */
export const ABOUTS: readonly Condition["about"][] = ["words", "sender", "queue", "channel", "tag", "language", "file", "priority", "hours"];
export const DOS: readonly Action["do"][] = ["tag", "move", "assign", "priority", "reply", "note", "close", "untag"];

export function freshCondition(about: Condition["about"]): Condition {
  switch (about) {
    case "channel": return { about, any_of: ["email"], negate: false };
    case "queue": case "tag": return { about, any_of: [], negate: false };
    case "words": return { about, where: "either", any_of: [], negate: false };
    case "sender": case "language": return { about, any_of: [], negate: false };
    case "priority": return { about, at_least: 1, negate: false };
    case "file": case "hours": return { about, negate: false };
  }
}

export function freshAction(what: Action["do"]): Action {
  switch (what) {
    case "tag": case "untag": return { do: what, tag_id: 0 };
    case "move": return { do: what, queue_id: 0 };
    case "assign": return { do: what, staff_id: 0 };
    case "priority": return { do: what, priority: 1 };
    case "reply": return { do: what, snippet_id: 0, then: "keep" };
    case "note": return { do: what, text: "" };
    case "close": return { do: what };
  }
}

/** Whether everything of it is chosen. */
export function complete(one: Condition | Action): boolean {
  if ("any_of" in one) return one.any_of.length > 0;
  if ("tag_id" in one) return one.tag_id > 0;
  if ("queue_id" in one) return one.queue_id > 0;
  if ("staff_id" in one) return one.staff_id > 0;
  if ("snippet_id" in one) return one.snippet_id > 0;
  return "text" in one ? one.text.trim() !== "" : true;
}

/** Rules and macros in the words of the screen. */
export function useSentences() {
  const me = useMe();
  const tags = useTags();
  const snippets = useSnippets();
  const { t } = useI18n();
  void tags.load();
  void snippets.load();
  const list = (items: readonly string[]): string => new Intl.ListFormat(locale() === "zh-Hans" ? "zh-CN" : "en", { type: "disjunction" }).format(items);
  const quoted = (items: readonly string[]): string => list(items.map((one) => (locale() === "zh-Hans" ? `“${one}”` : `“${one}”`)));
  const tag = (id: number): string => `#${tags.name(id)}`;
  const snippet = (id: number): string => snippets.snippets.find((one) => one.id === id)?.title ?? `${id}`;

  function when(one: When): string {
    return one.trigger === "state_changed" && one.to_state ? t("automation.changedTo", { state: t(`lane.${one.to_state}`) }) : t(`automation.trigger.${one.trigger}`);
  }

  function condition(one: Condition): string {
    const name = one.negate ? `not${one.about[0]!.toUpperCase()}${one.about.slice(1)}` : one.about;
    return t(`automation.said.${name}`, { what: object(one), where: one.about === "words" ? t(`automation.where.${one.where}`) : "" });
  }

  function object(one: Condition): string {
    switch (one.about) {
      case "channel": return list(one.any_of.map((each) => t(`channel.${each}`)));
      case "queue": return list(one.any_of.map((each) => me.queueName(each)));
      case "tag": return list(one.any_of.map(tag));
      case "words": return quoted(one.any_of);
      case "sender": case "language": return list(one.any_of);
      case "priority": return String(one.at_least);
      default: return "";
    }
  }

  function action(one: Action): string {
    switch (one.do) {
      case "tag": case "untag": return t(`automation.does.${one.do}`, { what: tag(one.tag_id) });
      case "move": return t("automation.does.move", { what: me.queueName(one.queue_id) });
      case "assign": return t("automation.does.assign", { what: me.colleague(one.staff_id)?.name ?? "" });
      case "priority": return t("automation.does.priority", { what: one.priority });
      case "reply": return `${t("automation.does.reply", { what: snippet(one.snippet_id) })} ${t(`automation.replyThen.${one.then}`)}`;
      case "note": return t("automation.does.note", { what: one.text.length > 60 ? `${one.text.slice(0, 60)}…` : one.text });
      case "close": return t("automation.does.close");
    }
  }

  /** Why something could not be done, in words where there are any. */
  function why(code: string | null): string {
    const key = `automation.code.${code ?? ""}`;
    const said = t(key);
    return said === key ? (code ?? "") : said;
  }

  return { when, condition, action, why };
}
