import type { Message } from "../generated/shapes.gen";

/** The rule whose name a message bears: what set it aside, or that it asks for help and no more. Pure. */
export function tagOf(message: Pick<Message, "automatic" | "findings">): string | null {
  const word = message.findings.find((one) => one.code.startsWith("opt_"))?.fields["word"];
  // From before each word had a rule of its own.
  if (message.automatic === "opt_word" && word !== undefined) return `opt_${word}`;
  return message.automatic ?? (word === "help" ? "opt_help" : null);
}

/** A word to the carrier, such as STOP: it asks nothing. Pure. */
export function isCommand(message: Pick<Message, "automatic" | "findings">): boolean {
  return tagOf(message)?.startsWith("opt_") ?? false;
}
