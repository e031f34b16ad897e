import type { Activity } from "../generated/shapes.gen";

/** What ends a ring that nobody answered. */
const ENDS: ReadonlySet<string> = new Set(["ticket.assigned", "ticket.state_changed", "ticket.moved", "ticket.merged", "patron.left"]);

/**
 * Rings, comings and goings in as few lines as tell them: a ring by how it ended, several in vain as one, a patron who
 * came back as a time away. What another line tells already (taken, left, closed) is not said twice.
 *
 * `call`: lines of a call say who came and went; that its caller left while it rang is said of the ring. Pure.
 */
export function fewer(lines: readonly Activity[], call = false): Activity[] {
  const ends = new Set(lines.filter((one) => one.type === "offer.ended").map((one) => one.data["offer_id"]));
  const shown: Activity[] = [];
  let came = false;
  for (let line of lines) {
    if (call && (line.type === "patron.came" || line.type === "patron.left")) continue;
    const before = shown.at(-1);
    // Who asked whom is told; a ring from the line by how it ended.
    if (line.type === "offer.made" && (line.data["kind"] ?? "line") === "line" && ends.has(line.data["offer_id"])) continue;
    if (line.type === "offer.ended") {
      if (line.data["outcome"] === "accepted") continue;
      const why = line.data["outcome"] === "withdrawn" ? reason(lines, line) : undefined;
      if (call && why === "patron.left") line = { ...line, data: { ...line.data, outcome: "callerLeft" } };
      else if (why !== undefined) continue;
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

/** What happened to the ticket while it rang, so that it rang no longer; nothing: its librarian went away. */
function reason(lines: readonly Activity[], end: Activity): string | undefined {
  const begin = lines.find((one) => one.type === "offer.made" && one.data["offer_id"] === end.data["offer_id"]);
  return lines.findLast((one) => ENDS.has(one.type) && one.version > (begin?.version ?? end.version) && one.version < end.version)?.type;
}
