import type { Locale, Report, YearlyReturn } from "../generated/shapes.gen";
import { address, request } from "./request";

/** What a report is about; what is left out is all (the days: the last seven). */
export type Asked = Partial<Record<"first" | "last" | "queue_id" | "channel" | "language" | "staff_id", string>>;
export type FileKind = "csv" | "xlsx";

export const reports = {
  read: (asked: Asked, signal: AbortSignal) => request<Report>("GET", "/reports", { query: asked, signal }),
  file: (asked: Asked, format: FileKind, locale: Locale) => address("/reports/file", { ...asked, format, locale }),
  yearly: (year: number) => request<YearlyReturn>("GET", "/reports/yearly", { query: { year } }),
  yearlyFile: (year: number, format: FileKind, locale: Locale) => address("/reports/yearly/file", { year, format, locale }),
};
