import { setTimeout as pause } from "node:timers/promises";

/** A domain with its main user, who may do everything. */
export interface DomainAccess {
  /** Such as `https://vpc-logs-….eu-west-1.es.amazonaws.com`. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
}

/** The domain refused a request, or did not respond. Its message has no password. */
class DomainError extends Error {
  override readonly name = "DomainError";
}

/** Of one request, in ms. */
const timeoutMs = 30_000;

/** Pauses between attempts, in ms: a new domain may respond with 503 for a minute. */
const pausesMs = [1_000, 5_000, 15_000, 30_000, 30_000];

interface DomainRequest {
  readonly method: "GET" | "PUT" | "POST";
  /** With its query. */
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: object;
  /** Sent as a form, in place of `body`. */
  readonly form?: FormData;
}

/**
 * Sends a request, again while the domain responds with 5xx or not at all.
 *
 * @returns the body; undefined for 404
 * @throws DomainError
 */
export type Domain = (request: DomainRequest) => Promise<unknown>;

export const domainOf =
  ({ url, user, password }: DomainAccess, pauses: readonly number[] = pausesMs): Domain =>
  async ({ method, path, body, form }) => {
    const headers = {
      authorization: `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`,
      ...(body && { "content-type": "application/json" }),
      // Dashboards takes no changes without it.
      "osd-xsrf": "true",
    };
    const content = form ?? (body && JSON.stringify(body));
    let problem = "";
    for (const pauseMs of [0, ...pauses]) {
      await pause(pauseMs);
      try {
        const signal = AbortSignal.timeout(timeoutMs);
        const init = { method, headers, signal, ...(content !== undefined && { body: content }) };
        const response = await fetch(`${url}${path}`, init);
        const text = await response.text();
        if (response.status === 404) return undefined;
        if (response.ok) return text === "" ? {} : (JSON.parse(text) as unknown);
        problem = `${response.status} ${text.slice(0, 1_000)}`;
        if (response.status < 500 && response.status !== 429) break;
      } catch (error) {
        const { message, cause } = error as Error & { cause?: Error };
        problem = cause?.message ?? message;
      }
    }
    throw new DomainError(`${method} ${path}: ${problem}`);
  };
