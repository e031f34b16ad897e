import type { Targets, TargetsAsk } from "../generated/shapes.gen";
import { request } from "./request";

export const promises = {
  read: () => request<Targets>("GET", "/targets"),
  set: (ask: TargetsAsk) => request<Targets>("PUT", "/targets", { body: ask }),
};
