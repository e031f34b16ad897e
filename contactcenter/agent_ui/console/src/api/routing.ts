import type { Department, QueueRouting, RoutingAsk, Skill, SkillAsk, Skills, StaffSkills, StaffSkillsAsk } from "../generated/shapes.gen";
import { request } from "./request";

export const routing = {
  of: (queue: number) => request<QueueRouting>("GET", `/queues/${queue}/routing`),
  own: (department: number, queue: number) => request<Department>("PUT", `/departments/${department}/queue`, { body: { queue_id: queue } }),
  set: (queue: number, ask: RoutingAsk) => request<QueueRouting>("PUT", `/queues/${queue}/routing`, { body: ask }),
};

export const skills = {
  all: () => request<Skills>("GET", "/skills"),
  add: (ask: SkillAsk) => request<Skill>("POST", "/skills", { body: ask }),
  set: (staffId: number, ask: StaffSkillsAsk) => request<StaffSkills>("PUT", `/colleagues/${staffId}/skills`, { body: ask }),
};
