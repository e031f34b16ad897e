interface Said {
  kind: string;
  text: string;
  created_at: string;
  author: { id: number | null };
}

/** A note belongs to what rings when it was written with it, not an hour before. */
const WITH_MS = 60_000;

/** The note that came with what a colleague passes on; empty: none. Pure. */
export function noteOf(messages: readonly Said[], from: number, at: string): string {
  const since = Date.parse(at) - WITH_MS;
  return messages.findLast((one) => one.kind === "note" && one.author.id === from && Date.parse(one.created_at) >= since)?.text ?? "";
}
