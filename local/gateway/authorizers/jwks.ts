import { FetchError } from "aws-jwt-verify/error";
import { SimpleJwksCache } from "aws-jwt-verify/jwk";

/** Where pools' public keys come from, and those already fetched. */
export interface Jwks {
  readonly cache: SimpleJwksCache;
  /** @param providerArn - the user pool's ARN */
  uriOf(providerArn: string): string;
}

const timeoutMs = 3000;

/**
 * A cache of key sets. A token with an unknown `kid` has its pool's set fetched again; if the set has
 * no such key, no unknown `kid` fetches it for 10 seconds, so that forged tokens cannot turn into a
 * flood of fetches.
 *
 * @param uriOf - where the keys of a pool are, by the pool's ARN
 */
export function createJwks(uriOf: (providerArn: string) => string): Jwks {
  // The library's own fetcher speaks nothing but HTTPS.
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
