/**
 * Times as the server writes them, compared to the microsecond.
 *
 * `Date` keeps milliseconds only, and a whole second is written without a fraction, so neither `Date.parse` nor
 * comparing the strings gives the server's order.
 */

const FRACTION_DIGITS = 9;

function key(instant: string): string {
  const whole = instant.slice(0, 19);
  const fraction = /^\.(\d+)/.exec(instant.slice(19))?.[1] ?? "";
  return `${whole}.${fraction.padEnd(FRACTION_DIGITS, "0")}`;
}

/** Negative when `one` is earlier, positive when it is later, 0 when they are the same moment. */
export function compareInstants(one: string, other: string): number {
  const [a, b] = [key(one), key(other)];
  return a < b ? -1 : a > b ? 1 : 0;
}
