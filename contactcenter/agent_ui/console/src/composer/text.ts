/** What the editor holds, as clean plain text: the text half of a mail, the whole of a chat line. Pure. */

export interface DocNode {
  type?: string;
  text?: string;
  attrs?: Record<string, unknown>;
  marks?: { type: string; attrs?: Record<string, unknown> }[];
  content?: DocNode[];
}

export function plainText(doc: DocNode): string {
  return blocks(doc.content ?? []).join("\n\n").replace(/[ \t]+$/gm, "").trim();
}

/** Ids of the colleagues mentioned, each once. */
export function mentioned(doc: DocNode): number[] {
  const here = doc.type === "mention" ? [Number(doc.attrs?.["id"])] : [];
  return [...new Set([...here, ...(doc.content ?? []).flatMap(mentioned)])].filter((id) => Number.isInteger(id) && id > 0);
}

function blocks(nodes: readonly DocNode[]): string[] {
  return nodes.map(block).filter((text, index, all) => text !== "" || (index > 0 && index < all.length - 1));
}

function block(node: DocNode): string {
  const inner = node.content ?? [];
  switch (node.type) {
    case "bulletList":
      return inner.map((item) => hanging("- ", item)).join("\n");
    case "orderedList": {
      const first = Number(node.attrs?.["start"] ?? 1);
      return inner.map((item, index) => hanging(`${first + index}. `, item)).join("\n");
    }
    case "blockquote":
      return blocks(inner).join("\n\n").split("\n").map((line) => (line === "" ? ">" : `> ${line}`)).join("\n");
    case "horizontalRule":
      return "---";
    default:
      return inner.map(inline).join("");
  }
}

function hanging(mark: string, item: DocNode): string {
  const [first = "", ...rest] = blocks(item.content ?? []).join("\n").split("\n");
  return [mark + first, ...rest.map((line) => " ".repeat(mark.length) + line)].join("\n");
}

function inline(node: DocNode): string {
  if (node.type === "hardBreak") return "\n";
  if (node.type === "mention") return `@${String(node.attrs?.["label"] ?? "")}`;
  const text = node.text ?? "";
  const href = node.marks?.find((mark) => mark.type === "link")?.attrs?.["href"];
  return typeof href === "string" && href.replace(/\/$/, "") !== text.replace(/\/$/, "") ? `${text} (${href})` : text;
}
