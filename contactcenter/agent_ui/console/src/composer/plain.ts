/** What was typed before the editor came, as it is handed over. Pure. */

export function paragraphs(text: string): string {
  const escape = (line: string): string => line.replace(/&/g, "&amp;").replace(/</g, "&lt;");
  return text === "" ? "" : text.split("\n").map((line) => `<p>${escape(line)}</p>`).join("");
}

/** Steps from a place in the text to its end, as the editor counts: between two paragraphs there are two. */
export function toEnd(text: string, at: number): number {
  const rest = text.slice(at);
  return rest.length + rest.split("\n").length - 1;
}
