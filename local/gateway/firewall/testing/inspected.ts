import { RateCounter } from "../rateCounter.ts";
import type { InspectedRequest } from "../request.ts";
import type { StatementContext } from "../statements.ts";

/** A request that statements inspect. */
export function inspectedRequest({
  body = "",
  ...given
}: Partial<InspectedRequest> & { readonly body?: string | Buffer } = {}): InspectedRequest {
  const { rawHeaders = [] } = given;
  const bytes = Buffer.from(body);
  return {
    clientIp: "127.0.0.1",
    method: "GET",
    uriPath: "/live/orders",
    query: "",
    rawHeaders,
    header: (name) => {
      const values = rawHeaders.filter(
        (_, index) => index % 2 === 1 && rawHeaders[index - 1]!.toLowerCase() === name,
      );
      return values.length === 0 ? undefined : values.join(",");
    },
    bodyBytes: () => bytes.length,
    readBody: () => Promise.resolve(bytes),
    ...given,
  };
}

export const statementContext = (given: Partial<StatementContext> = {}): StatementContext => ({
  inspectedBytes: 100,
  counterOf: (_, seconds) => new RateCounter(seconds, () => 0),
  sets: new Map(),
  labelPrefix: "awswaf:123456789012:webacl:acl:",
  onAbsent: () => undefined,
  ...given,
});
