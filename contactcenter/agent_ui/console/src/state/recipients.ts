import type { Message, Recipient } from "../generated/shapes.gen";

export interface Addressee {
  address: string;
  name: string;
}

/** Whom an answer is addressed to, where its writer chose them. */
export interface Recipients {
  to: Addressee[];
  cc: Addressee[];
}

export type Field = keyof Recipients;
export const MOST = 20;

// As the server has it (RFC 5321 4.1.2): a dot-atom, and a domain or a literal.
const ATOM = '[^\\s@,;:<>()[\\]\\\\"]';
const ADDRESS = new RegExp(`^${ATOM}{1,64}@(?:${ATOM}{1,255}|\\[[0-9A-Fa-f.:IPv]{2,50}\\])$`, "u");

export const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
export const valid = (address: string): boolean => ADDRESS.test(address);
export const shown = ({ name, address }: Addressee): string => name || address;

/** As a message has them; null where it went the usual way. */
export function chosen(recipients: readonly Recipient[]): Recipients | null {
  const of = (field: Field): Addressee[] => recipients.filter((one) => one.field === field).map(({ address, name }) => ({ address, name }));
  return recipients.length === 0 ? null : { to: of("to"), cc: of("cc") };
}

/** What was typed or pasted, as people write it: `Name <a@b>, c@d; e@f`. */
export function parsed(text: string): Addressee[] {
  return text.split(/[,;，；、\n]+/u).map((one) => one.trim()).filter(Boolean).map((one) => {
    const named = /^(.*)<([^<>]*)>$/u.exec(one);
    return named === null ? { address: one, name: "" } : { address: named[2]!.trim(), name: named[1]!.trim().replace(/^["']|["']$/gu, "") };
  });
}

/** Whether an address is one of ours, also with something after a plus: nothing is sent there. */
export function ours(address: string, own: readonly string[]): boolean {
  const base = (one: string): string => one.toLowerCase().replace(/\+[^@]*(?=@)/u, "");
  return own.some((one) => base(one) === base(address));
}

/** What is wrong with an address: the key of the words that say so. */
export function wrong(address: string, own: readonly string[]): "form" | "ours" | null {
  if (!valid(address)) return "form";
  return ours(address, own) ? "ours" : null;
}

/** With somebody more; whoever stands there already, in To or Cc, stays where they are. */
export function withAdded(have: Recipients, field: Field, more: readonly Addressee[]): Recipients {
  const known = [...have.to, ...have.cc];
  const fresh = more.filter((one, at) => !known.some((other) => same(other.address, one.address)) && more.findIndex((other) => same(other.address, one.address)) === at);
  return fresh.length === 0 ? have : { ...have, [field]: [...have[field], ...fresh] };
}

export function without(have: Recipients, field: Field, address: string): Recipients {
  return { ...have, [field]: have[field].filter((one) => !same(one.address, address)) };
}

/**
 * Whom the newest mail from outside named beside us, and its sender where that is not who asked: they are taken over
 * by "reply to all" alone. `mine`: the librarian's own address, to which nobody answers.
 */
export function others(messages: readonly Message[], usual: readonly Addressee[], mine: string | null): Addressee[] {
  const last = messages.filter((one) => one.kind === "patron" && one.channel === "email" && one.automatic === null).at(-1);
  if (last === undefined) return [];
  const sender = last.address ? [{ address: last.address, name: last.author.name === last.address ? "" : last.author.name }] : [];
  const named = [...sender, ...last.recipients.map(({ address, name }) => ({ address, name }))];
  const left = named.filter((one) => !usual.some((other) => same(other.address, one.address)) && !(mine !== null && same(mine, one.address)));
  return withAdded({ to: [], cc: [] }, "cc", left).cc;
}
