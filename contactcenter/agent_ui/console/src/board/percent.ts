/** Whole percent of a share, wherever one is shown: rounded half up. */
export function percent(part: number): number {
  // 0.145 * 100 is 14.499999999999998.
  return Math.floor(part * 100 + 0.5 + 1e-9);
}
