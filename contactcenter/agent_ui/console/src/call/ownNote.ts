import type { Message } from "../generated/shapes.gen";

/** A note that the product wrote of a call: the sound of a conversation, or a voice message as a machine wrote it down. */
export interface OwnNote {
  what: "recording" | "voice" | "voiceFrom" | "voiceBare";
  length: string;
  number: string;
  /** What was said. */
  words: string;
}

const LENGTH = /\d+:\d{2}/;
const NUMBER = /\+\d[\d\s-]*\d/;

/**
 * It is kept in the library's language, for whoever reads it by a program; its first line holds a length or a number, which a screen words anew.
 * A transcript may be older than what is known of its recording: then a number alone stands there, or nothing. Pure.
 */
export function ownNote({ kind, author, client_id: client, text }: Pick<Message, "kind" | "author" | "client_id" | "text">): OwnNote | null {
  if (kind !== "note" || author.kind !== "system" || author.id !== null || client === null) return null;
  const [head = "", ...rest] = text.split("\n");
  const length = LENGTH.exec(head)?.[0] ?? "";
  const number = NUMBER.exec(head)?.[0] ?? "";
  if (client.startsWith("recording-")) return length === "" ? null : { what: "recording", length, number: "", words: "" };
  if (!client.startsWith("transcript-")) return null;
  return { what: number !== "" ? "voiceFrom" : length !== "" ? "voice" : "voiceBare", length: number === "" ? length : "", number, words: rest.join("\n").trim() };
}
