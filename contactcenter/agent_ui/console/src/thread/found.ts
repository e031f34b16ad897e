import { useI18n } from "vue-i18n";

import type { Finding, Message, Oddity } from "../generated/shapes.gen";

/** A rule's code as people call it, and its reason in words; a code that this console does not know stays in the server's. */
export function useFound() {
  const { t, te } = useI18n();
  const label = (code: string): string => (te(`rule.${code}`) ? t(`rule.${code}`) : code);
  const why = (one: Finding): string => (te(`why.${one.code}`) ? t(`why.${one.code}`, filled(one.fields)) : one.reason);
  /** The reason of a rule, of whatever message. */
  const whyAny = (code: string): string => (te(`why.${code}_any`) ? t(`why.${code}_any`) : te(`why.${code}`) ? t(`why.${code}`) : label(code));
  const odd = (one: Oddity): string => (te(`odd.${one.code}`) ? t(`odd.${one.code}`, filled(one.fields)) : one.words);
  return { label, why, whyAny, odd };
}

function filled(fields: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value || "—"]));
}

/** What set a message aside, the strongest first. From before reasons were kept, the rule's code alone is known. */
export function setAside(message: Message): Finding[] {
  const found = message.findings.filter((one) => one.effect === "aside" || one.effect === "guess");
  if (found.length > 0 || message.automatic === null) return found;
  return [{ code: message.automatic, kind: "machine", reason: message.automatic, effect: "aside", fields: {} }];
}

export function asksForNoAnswer(message: Message): Finding[] {
  return message.findings.filter((one) => one.effect === "silent" || one.effect === "nobody");
}

/** What speaks against where it says that it comes from. */
export function ofOrigin(message: Message): Finding[] {
  return message.findings.filter((one) => one.effect === "shown" && one.kind === "origin");
}
