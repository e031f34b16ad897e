import type {
  AutomationRule, AutomationRules, DryRun, DryRunAsk, Macro, MacroAsk, MacroOutcomes, Macros, RuleAsk, RuleNames,
} from "../generated/shapes.gen";
import { clientId, request } from "./request";

export const rules = {
  all: () => request<AutomationRules>("GET", "/automation"),
  names: () => request<RuleNames>("GET", "/automation/names"),
  add: (ask: RuleAsk) => request<AutomationRule>("POST", "/automation", { body: ask, key: clientId() }),
  change: (id: number, ask: RuleAsk) => request<AutomationRule>("PUT", `/automation/${id}`, { body: ask }),
  turn: (id: number, on: boolean) => request<AutomationRule>("POST", `/automation/${id}/switch`, { body: { on } }),
  place: (id: number, place: number) => request<AutomationRule>("POST", `/automation/${id}/place`, { body: { place } }),
  remove: (id: number) => request<void>("DELETE", `/automation/${id}`),
  try: (ask: DryRunAsk) => request<DryRun>("POST", "/automation/dry-run", { body: ask }),
};

export const macros = {
  all: () => request<Macros>("GET", "/macros"),
  add: (ask: MacroAsk) => request<Macro>("POST", "/macros", { body: ask, key: clientId() }),
  change: (id: number, ask: MacroAsk) => request<Macro>("PUT", `/macros/${id}`, { body: ask }),
  remove: (id: number) => request<void>("DELETE", `/macros/${id}`),
  apply: (id: number, ticket_ids: readonly number[]) => request<MacroOutcomes>("POST", `/macros/${id}/apply`, { body: { ticket_ids, client_id: clientId() } }),
};
