import { computed, shallowRef, watch, type Ref } from "vue";

import { ProblemError } from "../api/problem";
import { refused } from "./toasts";

/** What the server refuses of one field, to be said at the field until something else is typed there. */
export function useRefusal(field: string, typed: Ref<string>) {
  const problem = shallowRef<ProblemError | null>(null);
  watch(typed, () => (problem.value = null));
  const why = computed(() => problem.value?.fields.filter((one) => one.field === field).map(refused).join(" ") ?? "");

  /** True where it is about this field, and said there. */
  function take(error: unknown): boolean {
    problem.value = error instanceof ProblemError && error.fields.some((one) => one.field === field) ? error : null;
    return problem.value !== null;
  }

  return { why, take };
}
