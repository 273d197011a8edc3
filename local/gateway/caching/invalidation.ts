import type { FindSigner } from "../exchange/callers.ts";
import type { Exchange } from "../exchange/exchange.ts";
import { GatewayError } from "../response/gatewayError.ts";
import type { MethodCaching } from "./settings.ts";

/** What becomes of a request: it may be answered from the cache, or it renews its answer. */
interface Invalidation {
  readonly renews: boolean;
  /** Headers that tell of a wish that was not heeded. */
  readonly headers: readonly string[];
}

const none: Invalidation = { renews: false, headers: [] };

/** UNCONFIRMED: the guide says that there is a warning, not what it says. */
const warning = [
  "Warning",
  "199 Cache-control headers were ignored because the caller was unauthorized.",
];

/**
 * Judges a client's `Cache-Control: max-age=0`: who may `execute-api:InvalidateCache` gets a new
 * answer, which replaces the one that is kept. (API Gateway Developer Guide, "Cache settings for REST
 * APIs in API Gateway", invalidate an entry)
 *
 * @throws GatewayError 403 where the method's settings want that for others
 */
export async function judgeInvalidation(
  exchange: Exchange,
  { requireAuthorization, unauthorized }: MethodCaching,
  findSigner: FindSigner,
): Promise<Invalidation> {
  const wishes = exchange.request.headers.values("cache-control");
  if (!wishes.some((value) => /(^|,)\s*max-age=0\s*(,|$)/i.test(value))) return none;
  if (!requireAuthorization || (await mayInvalidate(exchange, findSigner))) {
    return { ...none, renews: true };
  }
  switch (unauthorized) {
    case "SUCCEED_WITH_RESPONSE_HEADER":
      return { ...none, headers: warning };
    case "SUCCEED_WITHOUT_RESPONSE_HEADER":
      return none;
    default:
      // UNCONFIRMED: the guide has the status alone.
      throw new GatewayError("ACCESS_DENIED");
  }
}

/** Only a signature stands for policies; callers of other routes have none that could allow it. */
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
