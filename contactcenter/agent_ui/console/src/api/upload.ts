import type { Upload } from "../generated/shapes.gen";
import { ProblemError } from "./problem";
import { address, csrfHeaders, signIn } from "./request";

/** Store a file. `progress` hears the share that is up, 0 to 1. XMLHttpRequest, because fetch tells no progress. */
export function upload(file: File, progress: (share: number) => void, signal: AbortSignal): Promise<Upload> {
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest();
    call.open("POST", address("/uploads", { name: file.name }));
    for (const [name, value] of Object.entries(csrfHeaders())) call.setRequestHeader(name, value);
    call.setRequestHeader("Content-Type", file.type || "application/octet-stream");
    call.upload.onprogress = (event) => {
      if (event.lengthComputable) progress(event.loaded / event.total);
    };
    call.onload = () => {
      if (call.status === 401) signIn();
      if (call.status === 201) resolve(JSON.parse(call.responseText) as Upload);
      else reject(new ProblemError(call.status, parsed(call.responseText)));
    };
    call.onerror = () => reject(new ProblemError(0, {}));
    call.onabort = () => reject(new DOMException("aborted", "AbortError"));
    signal.addEventListener("abort", () => call.abort(), { once: true });
    call.send(file);
  });
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
