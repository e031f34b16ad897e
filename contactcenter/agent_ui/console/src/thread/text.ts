export type Piece = { text: string; href?: string };

const LINK = /\bhttps?:\/\/[^\s<>"'（）【】《》，。；！？]+/giu;
const AFTER = /[.,;:!?)\]}]+$/;

/** Plain text in pieces, its web addresses told apart. Only http and https: nothing that could run. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(LINK)) {
    const href = match[0].replace(AFTER, "");
    if (match.index > from) found.push({ text: text.slice(from, match.index) });
    found.push({ text: href, href });
    from = match.index + href.length;
  }
  if (from < text.length) found.push({ text: text.slice(from) });
  return found;
}
