/** What a snippet's fields are filled with. */
export interface Fields {
  patron: string;
  librarian: string;
  ticket: string;
  library: string;
}

/** A snippet with its fields filled; a field that nobody knows stays to be seen. Pure. */
export function filledIn(text: string, fields: Fields): string {
  return text.replace(/\{(patron|librarian|ticket|library)\}/g, (_whole, name: keyof Fields) => fields[name]);
}

/** Plain text as paragraphs for the editor. */
export function asDoc(text: string): { type: string; content?: object[] }[] {
  return text.split(/\n{2,}/).map((paragraph) => {
    const lines = paragraph.split("\n");
    const content = lines.flatMap((line, index) => [
      ...(index > 0 ? [{ type: "hardBreak" }] : []),
      ...(line === "" ? [] : [{ type: "text", text: line }]),
    ]);
    return content.length > 0 ? { type: "paragraph", content } : { type: "paragraph" };
  });
}
