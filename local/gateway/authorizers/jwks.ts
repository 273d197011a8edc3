import { FetchError } from "aws-jwt-verify/error";
import { SimpleJwksCache } from "aws-jwt-verify/jwk";

/** The URIs of user pools' public keys, and a cache of the keys. */
export interface Jwks {
  readonly cache: SimpleJwksCache;
  /** @param providerArn - the user pool's ARN */
  uriOf(providerArn: string): string;
}

const timeoutMs = 3000;

/**
 * Creates a cache of key sets. A token with an unknown `kid` makes the pool's set be fetched again, but
 * at most every 10 seconds, so that forged tokens cannot cause a flood of fetches.
 *
 * @param uriOf - returns the URI of a pool's keys by the pool's ARN
 */
export function createJwks(uriOf: (providerArn: string) => string): Jwks {
  // The library's own fetcher only supports HTTPS.
  return { cache: new SimpleJwksCache({ fetcher: { fetch: fetchKeys } }), uriOf };
}

async function fetchKeys(uri: string): Promise<ArrayBuffer> {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(uri, { signal, redirect: "error" });
    if (!response.ok) {
      throw new Error(`status ${response.status}`);
    }
    return await response.arrayBuffer();
  } catch (error) {
    throw new FetchError(uri, error);
  }
}
