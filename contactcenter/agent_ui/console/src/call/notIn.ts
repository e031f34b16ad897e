import type { CallLeg } from "../generated/shapes.gen";

/** What rang last for whoever supervises, where it was over without their coming into the conversation; called off by us, it is no news. Pure. */
export function notIn(legs: readonly CallLeg[], me: number): CallLeg | undefined {
  const last = legs.filter((one) => one.part === "supervisor" && one.staff_id === me).at(-1);
  return last !== undefined && last.state === "over" && last.joined_at === null && last.code !== "canceled" ? last : undefined;
}

/** Why, as a word of ours: answered without a key pressed is a mailbox, or a telephone put down again. Pure. */
export function whyNotIn(leg: Pick<CallLeg, "device" | "code">): "browser" | "busy" | "failed" | "no_answer" | "no_key" {
  if (leg.device === "browser") return "browser";
  if (leg.code === "busy" || leg.code === "failed") return leg.code;
  return leg.code === "completed" ? "no_key" : "no_answer";
}
