import type { FindSigner } from "../exchange/callers.ts";
import type { Exchange } from "../exchange/exchange.ts";
import { GatewayError } from "../response/gatewayError.ts";
import type { MethodCaching } from "./settings.ts";

/** The effect of a request's `Cache-Control`. */
interface Invalidation {
  /** True if the request replaces the cached response. */
  readonly renews: boolean;
  /** Headers that report an ignored `Cache-Control`. */
  readonly headers: readonly string[];
}

const none: Invalidation = { renews: false, headers: [] };

/** UNCONFIRMED: the guide mentions a warning without its text. */
const warning = [
  "Warning",
  "199 Cache-control headers were ignored because the caller was unauthorized.",
];

/**
 * Checks a client's `Cache-Control: max-age=0`: callers with `execute-api:InvalidateCache` get a new
 * response, which replaces the cached one. (API Gateway Developer Guide, "Cache settings for REST APIs
 * in API Gateway", invalidate an entry)
 *
 * @throws GatewayError 403 for other callers if the method's settings require it
 */
export async function checkInvalidation(
  exchange: Exchange,
  { requireAuthorization, unauthorized }: MethodCaching,
  findSigner: FindSigner,
): Promise<Invalidation> {
  const directives = exchange.request.headers.values("cache-control");
  if (!directives.some((value) => /(^|,)\s*max-age=0\s*(,|$)/i.test(value))) return none;
  if (!requireAuthorization || (await mayInvalidate(exchange, findSigner))) {
    return { ...none, renews: true };
  }
  switch (unauthorized) {
    case "SUCCEED_WITH_RESPONSE_HEADER":
      return { ...none, headers: warning };
    case "SUCCEED_WITHOUT_RESPONSE_HEADER":
      return none;
    default:
      // UNCONFIRMED: the guide only has the status.
      throw new GatewayError("ACCESS_DENIED");
  }
}

/** Only signed requests have identity policies that can allow it. */
async function mayInvalidate(
  { caller, methodArn, request }: Exchange,
  findSigner: FindSigner,
): Promise<boolean> {
  if (caller === undefined) return false;
  const signer = await findSigner({
    accessKeyId: caller.accessKey,
    methodArn,
    sourceIp: request.sourceIp,
    action: "execute-api:InvalidateCache",
  });
  return signer?.decision === "allow";
}
