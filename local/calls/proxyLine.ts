import type { LogLine } from "./record.ts";

/** What the proxy function writes about a call to a service: see functions/proxy/logRequest.ts. */
export interface ProxyLine {
  readonly service: string;
  /** How often the request was sent. */
  readonly attempts: number;
  /** Time that the service took, over all attempts. */
  readonly upstreamMs: number;
  /** The kind of a failure, such as `unreachable`. */
  readonly errorType?: string;
  /** Its cause. */
  readonly error?: string;
}

/** The proxy function's line among the lines about a call. */
export function proxyLineIn(logs: readonly LogLine[]): ProxyLine | undefined {
  return logs.map(read).find((each) => each !== undefined);
}

function read({ line }: LogLine): ProxyLine | undefined {
  if (!line.includes('"upstreamMs"')) return undefined;
  try {
    const { service, attempts, upstreamMs, errorType, error } = JSON.parse(
      line,
    ) as Partial<ProxyLine>;
    if (typeof service !== "string" || typeof attempts !== "number") return undefined;
    if (typeof upstreamMs !== "number") return undefined;
    const failure = typeof errorType === "string" && { errorType, error: String(error ?? "") };
    return { service, attempts, upstreamMs, ...failure };
  } catch {
    return undefined;
  }
}
