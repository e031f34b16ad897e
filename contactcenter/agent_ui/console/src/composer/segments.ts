/** GSM 03.38: what a text of 160 characters can hold; all else makes it UCS-2, of 70. https://www.twilio.com/docs/glossary/what-sms-character-limit */
const BASIC = new Set("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà");
/** These take two places. */
const EXTENDED = new Set("^{}\\[~]|€\f");

export interface Parts {
  /** How long it is, in places: what stands twice counts twice, an emoji two. */
  length: number;
  parts: number;
  unicode: boolean;
}

/** What a text costs in parts. A part never ends within a character that takes two places. */
export function partsOf(text: string): Parts {
  const sizes: number[] = [];
  let unicode = false;
  for (const one of text) {
    if (!BASIC.has(one) && !EXTENDED.has(one)) unicode = true;
    sizes.push(0);
  }
  let place = 0;
  for (const one of text) sizes[place++] = unicode ? one.length : EXTENDED.has(one) ? 2 : 1;
  const length = sizes.reduce((sum, size) => sum + size, 0);
  const [single, several] = unicode ? [70, 67] : [160, 153];
  if (length <= single) return { length, parts: length === 0 ? 0 : 1, unicode };
  let parts = 1;
  let room = several;
  for (const size of sizes) {
    if (size > room) {
      parts += 1;
      room = several;
    }
    room -= size;
  }
  return { length, parts, unicode };
}
