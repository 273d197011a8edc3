import { createKey, idClaims, signToken } from "../../../local/gateway/testing/tokens.ts";

/** The key that the user pool publishes. */
export const poolKey = createKey("published");

/** An ID token signed by the pool, with changed claims. */
export const idToken = (claims: Record<string, unknown> = {}) =>
  signToken(poolKey, idClaims(claims));

/** An access token signed by the pool. */
export const accessToken = (scope: string, claims: Record<string, unknown> = {}) =>
  signToken(
    poolKey,
    idClaims({ token_use: "access", scope, aud: undefined, client_id: "client-1", ...claims }),
  );
