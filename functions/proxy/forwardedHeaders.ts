import type { ProxyEvent } from "./event.ts";

/**
 * Headers that describe how the client reached the gateway. API Gateway writes them itself, in this
 * spelling, and appends the address it saw to `X-Forwarded-For`. Earlier addresses are unverified, so
 * a service that needs the client's address reads from the right.
 *
 * Source: API Gateway Developer Guide, "Lambda proxy integrations in API Gateway".
 */
export function forwardedHeaders(event: ProxyEvent): Record<string, string> {
  const { headers, requestContext } = event;
  return {
    "x-forwarded-for": endingWith(requestContext.identity.sourceIp, headers?.["X-Forwarded-For"]),
    "x-forwarded-proto": headers?.["X-Forwarded-Proto"] ?? "https",
    "x-forwarded-port": headers?.["X-Forwarded-Port"] ?? "443",
    "x-forwarded-host": requestContext.domainName ?? headers?.["Host"] ?? "",
  };
}

function endingWith(address: string, chain: string | undefined): string {
  if (chain === undefined) return address;
  return chain.split(",").at(-1)?.trim() === address ? chain : `${chain}, ${address}`;
}
