import type { OpenSpan } from "../../generated/shapes.gen";
import { locale } from "../../i18n";

const DAY = 24 * 60;

/** A span as two time fields hold it. Closing at or before the opening is closing on the next day. */
export interface TypedSpan { opens: string; closes: string }

export const USUAL: TypedSpan = { opens: "08:00", closes: "18:00" };

export function typed({ opens, closes }: OpenSpan): TypedSpan {
  return { opens: clock(opens), closes: clock(closes % DAY) };
}

/** Null while a field is empty. */
export function span({ opens, closes }: TypedSpan): OpenSpan | null {
  const [from, until] = [minutes(opens), minutes(closes)];
  return from === null || until === null ? null : { opens: from, closes: until > from ? until : until + DAY };
}

/** Whether spans of one day overlap. */
export function overlap(spans: readonly OpenSpan[]): boolean {
  const sorted = [...spans].sort((a, b) => a.opens - b.opens);
  return sorted.some((one, place) => place > 0 && one.opens < sorted[place - 1]!.closes);
}

/** Whether it closes after midnight: the clock alone does not say so. */
export function overnight(one: TypedSpan): boolean {
  return !roundTheClock(one) && (span(one)?.closes ?? 0) > DAY;
}

/** Whether it is open day and night: two times that are the same do not say so. */
export function roundTheClock(one: TypedSpan): boolean {
  const found = span(one);
  return found !== null && found.closes - found.opens === DAY;
}

/** Spans as people read them; empty when there is none. */
export function written(spans: readonly OpenSpan[]): string {
  return spans.map((one) => `${clock(one.opens)}–${one.closes > DAY ? clock(one.closes - DAY) : clock(one.closes)}`).join(locale() === "zh-Hans" ? "、" : ", ");
}

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}

function minutes(text: string): number | null {
  const found = /^(\d\d):(\d\d)/.exec(text);
  return found ? Number(found[1]) * 60 + Number(found[2]) : null;
}
