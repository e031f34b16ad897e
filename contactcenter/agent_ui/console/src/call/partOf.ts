import type { CallLeg } from "../generated/shapes.gen";

/** What I am in a call: not in it; rung for it; with the patron until the telephone of whom it was passed on to is answered; in it. */
export type Part = "none" | "rung" | "until" | "in";

/** `legs`: of those who take part now; `owner` of the ticket; `guest`: I was asked in beside them; `unrung`: the owner is about to be rung. Pure. */
export function partOf(legs: readonly Pick<CallLeg, "part" | "state" | "staff_id">[], me: number, owner: number | null, guest: boolean, unrung = false): Part {
  const librarians = legs.filter((one) => one.part === "librarian");
  const mine = librarians.find((one) => one.staff_id === me);
  if (mine === undefined) return "none";
  if (mine.state !== "joined") return "rung";
  const passed = owner !== me && !guest && (unrung || librarians.some((one) => one.staff_id === owner && one.state !== "joined"));
  return passed ? "until" : "in";
}
