import type { Activity } from "../generated/shapes.gen";

/**
 * Rings, comings and goings in as few lines as tell them: a ring by how it ended, several in vain as one, a patron who
 * came back as a time away. What another line tells already (taken, left, closed) is not said twice. Pure.
 */
export function fewer(lines: readonly Activity[]): Activity[] {
  const ends = new Set(lines.filter((one) => one.type === "offer.ended").map((one) => one.data["offer_id"]));
  const shown: Activity[] = [];
  let came = false;
  for (const line of lines) {
    const before = shown.at(-1);
    // Who asked whom is told; a ring from the line by how it ended.
    if (line.type === "offer.made" && (line.data["kind"] ?? "line") === "line" && ends.has(line.data["offer_id"])) continue;
    if (line.type === "offer.ended") {
      if (line.data["outcome"] === "accepted" || (line.data["outcome"] === "withdrawn" && explained(lines, line))) continue;
      if (before?.type === "offer.ended" && before.data["outcome"] === line.data["outcome"]) {
        shown[shown.length - 1] = { ...line, data: { ...line.data, staff_ids: [...rungAt(before), Number(line.data["staff_id"])] } };
        continue;
      }
    }
    if (line.type === "patron.came") {
      const first = !came;
      came = true;
      if (first && !shown.some((one) => one.type === "patron.left")) continue;
      if (before?.type === "patron.left") {
        shown[shown.length - 1] = { ...before, type: "patron.away", data: { ...before.data, until: line.at } };
        continue;
      }
    }
    shown.push(line);
  }
  return shown;
}

/** At whom it rang. */
export function rungAt(line: Activity): number[] {
  const many = line.data["staff_ids"];
  const all = Array.isArray(many) ? many.map(Number) : [Number(line.data["staff_id"])];
  return [...new Set(all)];
}

/** Whether something happened to the ticket while it rang: then that was why it rang no longer. */
function explained(lines: readonly Activity[], end: Activity): boolean {
  const begin = lines.find((one) => one.type === "offer.made" && one.data["offer_id"] === end.data["offer_id"]);
  return lines.some((one) => !one.type.startsWith("offer.") && one.version > (begin?.version ?? end.version) && one.version < end.version);
}
