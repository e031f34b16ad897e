/** A message's place in the address of its ticket: `#m1042`. */
export function messageHash(id: number): string {
  return `#m${id}`;
}

/** The message that an address names; null where it names none. */
export function messageIn(hash: string): number | null {
  const found = /^#m(\d{1,15})$/.exec(hash);
  return found === null ? null : Number(found[1]);
}
