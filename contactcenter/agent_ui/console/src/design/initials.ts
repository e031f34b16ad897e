const IDEOGRAPH = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}/u;

/** What stands in a round picture: AO for Amina Okafor, 王芳 whole, 修文 for 欧阳修文, 00 for +86 138 0013 8000. */
export function initials(name: string): string {
  const plain = name.trim();
  if (plain === "") return "?";
  // Of a patron known by a number alone: its last digits, as people tell numbers apart.
  if (/^\+?[\d\s()-]+$/.test(plain)) return plain.replace(/\D/g, "").slice(-2) || "?";
  if (IDEOGRAPH.test(plain)) return [...plain.replace(/\s/g, "")].slice(-2).join("");
  const parts = plain.replace(/@.*/, "").split(/[\s._\-—]+/).filter((part) => /\p{L}|\p{N}/u.test(part));
  const first = parts[0]?.[0] ?? plain[0]!;
  const last = parts.length > 1 ? (parts.at(-1)?.[0] ?? "") : "";
  return (first + last).toUpperCase();
}
