/** Ways that tell a number, which anybody can pretend to have. */
const NUMBERED: ReadonlySet<string> = new Set(["phone", "sms", "fax"]);

/** Whether a name is only what a profile says of the number somebody came by: it proves nobody (law 10). Pure. */
export function claimed(name: string, channel: string): boolean {
  return NUMBERED.has(channel) && name !== "" && !/^\+?[\d ]+$/.test(name);
}
