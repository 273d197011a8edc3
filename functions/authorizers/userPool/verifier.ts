import { JwtVerifier } from "aws-jwt-verify";
import { FetchError, JwksValidationError, JwkValidationError } from "aws-jwt-verify/error";
import { SimpleJwksCache } from "aws-jwt-verify/jwk";
import type { JwtPayload } from "aws-jwt-verify/jwt-model";
import type { AuthorizerSettings } from "./settings.ts";

/** Time for one fetch of the keys. Callers wait for it, twice if the first address does not respond. */
const timeoutMs = 3_000;

/** API Gateway responds with 401 `{"message":"Unauthorized"}` to exactly this error. */
export class UnauthorizedError extends Error {
  override readonly name = "UnauthorizedError";

  constructor(options?: ErrorOptions) {
    super("Unauthorized", options);
  }
}

/** Verifies tokens of one user pool. */
export interface Verifier {
  /**
   * @throws UnauthorizedError for a token that is not valid
   * @throws FetchError if no address has the keys
   */
  verify(token: string): Promise<JwtPayload>;
}

/**
 * Verifies signature (RS256), issuer and expiry. The pool's keys are fetched at once, and kept for as
 * long as the function's instance lives: running tokens need no other region. A token with an unknown
 * `kid` makes them be fetched again, but at most every 10 seconds.
 *
 * All issuers are names of one pool with one set of keys, so tokens from before a change of the issuer
 * stay valid until they expire. The keys come from the first issuer's address that responds.
 * Source: Cognito Developer Guide, "Identity provider and relying party endpoints".
 */
export function createVerifier({ issuers, endpoint }: AuthorizerSettings): Verifier {
  const addresses = [...new Set(issuers.map((issuer) => keysOf(issuer, endpoint)))];
  const pools = issuers.map((issuer) => ({
    issuer,
    jwksUri: addresses[0]!,
    audience: null,
    customJwtCheck: ({ header }: { header: object }) => refuseHeader(header),
  }));
  const fetcher = { fetch: () => fetchFirst(addresses) };
  const verifier = JwtVerifier.create(pools, { jwksCache: new SimpleJwksCache({ fetcher }) });
  // A failure is repeated, and reported, by the first call.
  void verifier.hydrate().catch(() => {});
  return {
    verify: async (token) => {
      const payload = await verifier.verify(token).catch(refuse);
      if (payload.exp === undefined) throw new UnauthorizedError();
      return payload;
    },
  };
}

/**
 * Refuses what the library does not check: other algorithms, and a header that names extensions which a
 * verifier must know (`crit`: RFC 7515, 4.1.11; `b64`: RFC 7797, 7). Keys in the header are never used.
 */
function refuseHeader(header: { alg?: string }): void {
  if (header.alg !== "RS256") throw new Error(`algorithm ${header.alg}`);
  if ("crit" in header || "b64" in header) throw new Error("unknown extensions");
}

function keysOf(issuer: string, endpoint: string | undefined): string {
  const base = endpoint ? endpoint.replace(/\/$/, "") + new URL(issuer).pathname : issuer;
  return `${base}/.well-known/jwks.json`;
}

async function fetchFirst(addresses: readonly string[]): Promise<ArrayBuffer> {
  let failure: unknown;
  for (const address of addresses) {
    try {
      const signal = AbortSignal.timeout(timeoutMs);
      const response = await fetch(address, { signal, redirect: "error" });
      if (response.ok) return await response.arrayBuffer();
      failure ??= new FetchError(address, `status ${response.status}`);
    } catch (error) {
      failure ??= new FetchError(address, error);
    }
  }
  throw failure;
}

const missingKeys = [FetchError, JwksValidationError, JwkValidationError];

/** Any other error than UnauthorizedError becomes 500, as with a Cognito authorizer. */
function refuse(cause: unknown): never {
  if (missingKeys.some((type) => cause instanceof type)) throw cause;
  throw new UnauthorizedError({ cause });
}
