import { ProblemError } from "./problem";

const BASE = "/api/v1";
type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export interface Options {
  body?: unknown;
  query?: Record<string, string | number | null | undefined>;
  signal?: AbortSignal;
  /** Makes a repeated POST answer as the first did. */
  key?: string;
  /** Small, and sent also where the page is left in the same moment. */
  outlives?: boolean;
}

let csrfToken = "";

/** The token that every unsafe request carries; `GET /me` gives it. */
export function useCsrf(token: string): void {
  csrfToken = token;
}

/** Ask the API. Throws `ProblemError`; a session that ended leads to the sign-in page. */
export async function request<T>(method: Method, path: string, options: Options = {}): Promise<T> {
  const response = await answer(method, path, options);
  if (response.status === 401) signIn();
  if (!response.ok) {
    const problem = new ProblemError(response.status, await body(response));
    // Why values are refused is seldom to be said: the words for it come with the first of them.
    if (problem.fields.length > 0) await import("../i18n/refused").catch(() => undefined);
    throw problem;
  }
  return (response.status === 204 ? undefined : await response.json()) as T;
}

async function answer(method: Method, path: string, options: Options): Promise<Response> {
  try {
    return await fetch(address(path, options.query), {
      method,
      credentials: "same-origin",
      headers: headers(method, options),
      body: options.body === undefined ? null : JSON.stringify(options.body),
      signal: options.signal ?? null,
      keepalive: options.outlives ?? false,
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ProblemError(0, {});
  }
}

export function address(path: string, query: Options["query"] = {}): string {
  const words = Object.entries(query).flatMap(([name, value]) =>
    value === null || value === undefined || value === "" ? [] : [[name, String(value)]],
  );
  return `${BASE}${path}${words.length > 0 ? `?${new URLSearchParams(words).toString()}` : ""}`;
}

function headers(method: Method, options: Options): Record<string, string> {
  return {
    Accept: "application/json",
    ...(options.body === undefined ? {} : { "Content-Type": "application/json" }),
    ...(method === "GET" ? {} : { "X-CSRF-Token": csrfToken }),
    ...(options.key === undefined ? {} : { "Idempotency-Key": options.key }),
  };
}

/** Headers for a request that is not made by `request` (an upload with progress). */
export function csrfHeaders(): Record<string, string> {
  return { "X-CSRF-Token": csrfToken };
}

async function body(response: Response): Promise<Record<string, unknown>> {
  try {
    return (await response.json()) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** To the sign-in page, and back here afterwards. */
export function signIn(): void {
  const here = location.pathname + location.search;
  location.assign(`/sign-in?next=${encodeURIComponent(here)}`);
}

/** A fresh id for a message or a request, so that sending it twice is sending it once. */
export function clientId(): string {
  // randomUUID exists only where the page came by TLS or from this machine.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
