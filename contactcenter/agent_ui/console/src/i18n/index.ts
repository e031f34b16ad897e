import { createI18n } from "vue-i18n";

import type { Locale } from "../generated/shapes.gen";
import { en } from "./en";

export type Words = typeof en;

export const i18n = createI18n({
  legacy: false,
  locale: "en" as Locale,
  fallbackLocale: "en",
  messages: { en } as unknown as Record<Locale, Words>,
});

const REMEMBERED = "cc.locale";

/** The language of the screen just now. */
export function locale(): Locale {
  return i18n.global.locale.value;
}

let chinese: Promise<void> | null = null;

/** Words of a screen that is fetched when it is wanted; they come with it, in both languages. */
export function moreWords(english: object, chinese_: object): void {
  i18n.global.mergeLocaleMessage("en", english);
  i18n.global.mergeLocaleMessage("zh-Hans", chinese_);
}

/** Turn the screen into a language, live. The Chinese words are fetched when first wanted. */
export async function setLocale(wanted: Locale): Promise<void> {
  if (wanted === "zh-Hans") {
    chinese ??= import("./zh-Hans").then((fetched) => i18n.global.mergeLocaleMessage("zh-Hans", fetched.zhHans));
    await chinese;
  }
  i18n.global.locale.value = wanted;
  document.documentElement.lang = wanted;
  localStorage.setItem(REMEMBERED, wanted);
}

/** Begin to fetch what will most likely be needed, before the server says who is signed in. */
export function expectLocale(): Promise<void> {
  const remembered = localStorage.getItem(REMEMBERED);
  return setLocale(remembered === "zh-Hans" ? "zh-Hans" : "en");
}

/** Whether there are such words in the language of the screen. */
export function has(key: string): boolean {
  return i18n.global.te(key, locale());
}

/** Words outside a component. */
export function words(key: string, named: Record<string, unknown> = {}): string {
  return i18n.global.t(key, named);
}
