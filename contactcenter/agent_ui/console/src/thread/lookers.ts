import { useI18n } from "vue-i18n";

import type { Looker } from "../generated/shapes.gen";

/** Names as one text, and what of them is said. */
export function useLookerWords() {
  const { t } = useI18n();
  const names = (people: readonly Looker[]): string => people.map((one) => one.name).reduce((one, other) => t("rang.and", { one, other }));
  const say = (key: string, people: readonly Looker[]): string => (people.length === 0 ? "" : t(key, people.length, { named: { names: names(people) } }));
  return { say };
}
