/** A value that cannot be used: `code` says why, `message` the same in English. */
export interface Refused {
  field: string;
  code: string;
  message: string;
}

/** An answer that is an error (RFC 9457), or no answer at all (`status` 0, `code` offline). */
export class ProblemError extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly fields: readonly Refused[];
  readonly currentVersion: number | null;

  constructor(status: number, body: Record<string, unknown>) {
    const detail = typeof body["detail"] === "string" ? body["detail"] : "";
    super(detail || `HTTP ${status}`);
    this.status = status;
    this.code = typeof body["code"] === "string" ? body["code"] : status === 0 ? "offline" : "unknown";
    this.detail = detail;
    this.fields = Array.isArray(body["errors"]) ? body["errors"].map(field) : [];
    this.currentVersion = typeof body["current_version"] === "number" ? body["current_version"] : null;
  }

  /** Whether trying the same again later may work. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status === 502 || this.status === 503 || this.status === 504;
  }
}

function field(item: unknown): Refused {
  const entry = (item ?? {}) as Record<string, unknown>;
  return { field: String(entry["field"] ?? ""), code: String(entry["code"] ?? ""), message: String(entry["message"] ?? "") };
}
