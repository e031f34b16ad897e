/** Which items of a row have room, in their order, each with a gap behind it; the one in use always has. All in px. */
export function fitting(widths: readonly number[], room: number, gap: number, used: number): boolean[] {
  let left = room - (widths[used] === undefined ? 0 : widths[used] + gap);
  let full = false;
  return widths.map((width, place) => {
    if (place === used) return true;
    left -= width + gap;
    full ||= left < 0;
    return !full;
  });
}
