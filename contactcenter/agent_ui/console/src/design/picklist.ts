import type { SeatState } from "../seat/seatState";
import type { IconName } from "./icons";

export interface PickItem {
  id: string;
  title: string;
  hint?: string;
  icon?: IconName;
  avatar?: string;
  /** What the person's seat is, where they have one. */
  presence?: SeatState;
  keys?: string;
  /** It cannot be chosen now; who chooses it is told why. */
  off?: boolean;
}

export interface PickSection {
  label: string;
  items: PickItem[];
}

/** Sections with only what has every word of the query, in title or hint. */
export function sifted(sections: readonly PickSection[], query: string): PickSection[] {
  const words = query.normalize("NFKC").toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const fits = (item: PickItem): boolean => {
    const text = `${item.title} ${item.hint ?? ""}`.normalize("NFKC").toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  };
  return sections.map((one) => ({ ...one, items: one.items.filter(fits) })).filter((one) => one.items.length > 0);
}
