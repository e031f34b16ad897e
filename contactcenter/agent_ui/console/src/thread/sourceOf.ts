import type { Delivery } from "../generated/shapes.gen";

/** Whose words a delivery's detail is: a carrier and a mail server begin with a number; all else is a detail of this program or of the net. Pure. */
export function sourceOf({ detail, channel }: Pick<Delivery, "detail" | "channel">): "byCarrier" | "byServer" | "inDetail" | null {
  if (!detail?.trim()) return null;
  if (!/^\d{3}/.test(detail.trim())) return "inDetail";
  return channel === "email" ? "byServer" : "byCarrier";
}
