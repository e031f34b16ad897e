/** Steps of priority as people read them. */
export function signed(steps: number): string {
  return steps > 0 ? `+${steps}` : String(steps).replace("-", "−");
}
