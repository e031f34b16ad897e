import type { Activity, Message } from "../generated/shapes.gen";
import { compareInstants } from "../state/instants";
import type { Thread } from "../state/reduce";
import { fewer } from "./rings";

export type Entry =
  | { kind: "day"; key: string; at: string }
  | { kind: "message"; key: string; at: string; message: Message; follows: boolean; known: boolean }
  | { kind: "activity"; key: string; at: string; line: Activity };

const FOLLOWS_MS = 5 * 60_000;

/** Why a state changed, where another entry tells it. */
const TELLS_ITSELF: ReadonlySet<string> = new Set(["patron_wrote", "question", "no_question", "off_shift", "passed_on"]);

/** Steps that another entry tells already: what was opened, split off, or changed by an answer or a mail. */
function told(line: Activity): boolean {
  if (line.type === "ticket.opened" || (line.type === "tickets.linked" && line.data["reason"] === "split")) return true;
  return line.type === "ticket.state_changed" && (TELLS_ITSELF.has(String(line.data["reason"])) || (line.data["reason"] === "answered" && line.data["to_state"] !== "closed"));
}

/** Whether the lines of calls say who came and went. */
function onlyCalls(thread: Thread): boolean {
  return thread.activity.some((line) => line.type === "call.begun") && !thread.messages.some((one) => one.channel === "web_chat");
}

/** Of two ends of one call the later one is true. */
function mistaken(thread: Thread): (line: Activity) => boolean {
  const ends = new Map(thread.activity.filter((line) => line.type === "call.ended").map((line) => [line.data["call_id"], line.version]));
  return (line) => line.type === "call.ended" && ends.get(line.data["call_id"]) !== line.version;
}

/** Messages and quiet lines as one timeline, with the days between. */
export function entries(thread: Thread): Entry[] {
  const twice = mistaken(thread);
  const all: Entry[] = [
    ...thread.messages.map((message) => ({ kind: "message" as const, key: `m${message.id}`, at: message.created_at, message, follows: false, known: false })),
    ...fewer(thread.activity.filter((line) => !told(line) && !twice(line)), onlyCalls(thread)).map((line) => ({ kind: "activity" as const, key: `a${line.version}`, at: line.at, line })),
  ].sort((a, b) => compareInstants(a.at, b.at) || (a.kind === b.kind ? 0 : a.kind === "message" ? -1 : 1));
  const shown: Entry[] = [];
  let day = "";
  /** The patron's message before: the same address, as well proved and as little doubted, need not be said again. */
  let spoke: Message | null = null;
  for (const entry of all) {
    const date = new Date(entry.at).toDateString();
    if (date !== day) shown.push({ kind: "day", key: `d${date}`, at: entry.at });
    day = date;
    const before = shown.at(-1);
    if (entry.kind === "message" && entry.message.kind === "patron") {
      entry.known = spoke !== null && spoke.address === entry.message.address && spoke.proof === entry.message.proof && origin(spoke) === origin(entry.message);
      spoke = entry.message;
    }
    if (entry.kind === "message" && before?.kind === "message") entry.follows = follows(before.message, entry.message);
    shown.push(entry);
  }
  return shown;
}

/** What speaks against where a message comes from. */
function origin(message: Message): string {
  return message.findings.filter((one) => one.effect === "shown").map((one) => one.code).join(" ");
}

/** The same person goes on speaking: the name need not be said again (chats). */
function follows(before: Message, after: Message): boolean {
  // What did not arrive says so under a name of its own.
  if (after.delivery !== null && !["queued", "sending", "sent", "delivered"].includes(after.delivery.state)) return false;
  return (
    after.channel === "web_chat" && before.kind === after.kind && before.author.id === after.author.id &&
    before.author.name === after.author.name && before.proof === after.proof &&
    Date.parse(after.created_at) - Date.parse(before.created_at) < FOLLOWS_MS
  );
}
