import type { KeptExchange } from "../keptExchange.ts";
import type { CallError } from "../record.ts";
import type { RecordedCall } from "../recorded.ts";

/**
 * A failure that the integration's response tells: what the backend said, or the proxy function about it. The proxy's
 * own failures have a body with `error`, see functions/proxy.
 */
export function explainBackend(
  { responseBody }: RecordedCall,
  { reply, integrationReport, route }: KeptExchange,
): CallError | undefined {
  const status = reply?.status ?? 0;
  if (integrationReport.status === undefined && status < 500) return undefined;
  const body = jsonOf(responseBody.bytes);
  const said = [body?.["message"], body?.["error"]].find((each) => typeof each === "string");
  const name =
    route === undefined
      ? "The integration"
      : `The integration of ${route.method} ${route.resourcePath}`;
  const detail = `${name} responded with ${status}${said === undefined ? "" : `: ${said.slice(0, 300).replace(/\.$/, "")}`}.`;
  const hint = hintFor(status);
  return { cause: "backend", detail, ...(hint !== undefined && { hint }) };
}

/** A redirect to a name that only the VPC knows, which clients can't follow. */
export function explainRedirect({ reply }: KeptExchange): CallError | undefined {
  const headers = reply?.headers ?? [];
  const at = headers.findIndex((name, index) => index % 2 === 0 && /^location$/i.test(name));
  const location = at === -1 ? "" : (headers[at + 1] ?? "");
  if (!privateAddress.test(location)) return undefined;
  return {
    cause: "redirect",
    detail: "The service redirects to its private name, which no client can reach.",
    hint: "Redirect to a path, such as /orders/1, or trust the x-forwarded-* headers in the service.",
  };
}

/** At a service's name in the private zone, or its load balancer's own. */
const privateAddress =
  /^https?:\/\/(?:[^/]*\.internal|internal-[\w.-]+\.elb\.amazonaws\.com)(?=[:/?#]|$)/i;

function hintFor(status: number): string | undefined {
  if (status === 502)
    return "The service closed the connection, or its response could not be read. Its log says more.";
  if (status === 503)
    return "The service responded with 503 itself, is not running, or its network is closed: its log lines for this call tell which.";
  if (status === 504)
    return "The service took longer than the proxy's time limit, or the network drops the connection.";
  return status >= 500 ? "Its log lines for this call say more." : undefined;
}

function jsonOf(bytes: Buffer | string): Record<string, unknown> | undefined {
  if (bytes.length === 0) return undefined;
  try {
    return Object(JSON.parse(bytes.toString())) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
