import { claimKey } from "../shared/claimKey.ts";
import type { Claims, ProxyEvent } from "./event.ts";
import { percentEncode } from "./target.ts";

/** Prefix of the headers that only the proxy may set. */
export const claimPrefix = "x-user-";

/** Claims of Cognito's ID and access tokens. Of two claims for one header, the first present wins. */
const claimHeaders: readonly (readonly [claim: string, header: string])[] = [
  ["sub", "x-user-sub"],
  ["email", "x-user-email"],
  ["email_verified", "x-user-email-verified"],
  ["cognito:username", "x-user-username"],
  ["username", "x-user-username"],
  ["cognito:groups", "x-user-groups"],
  ["scope", "x-user-scope"],
  ["client_id", "x-user-client-id"],
  ["aud", "x-user-client-id"],
  ["token_use", "x-user-token-use"],
  ["tenant", "x-user-tenant"],
];

const contextKeys = claimHeaders.map(([claim]) => [claim, claimKey(claim)] as const);

/** A key that the context of every token has. */
const everyToken = claimKey("token_use");

/** Claims that an authorizer for user pools verified; `undefined` for other authorizers and without one. */
export function claimsOf({ authorizer }: ProxyEvent["requestContext"]): Claims | undefined {
  if (!authorizer || authorizer.claims) return authorizer?.claims;
  if (authorizer[everyToken] === undefined) return undefined;
  return Object.fromEntries(contextKeys.map(([claim, key]) => [claim, authorizer[key]]));
}

/** Adds the verified claims to the headers of a request, which must not hold any `x-user-*` yet. */
export function addClaims(headers: Record<string, string | string[]>, claims: Claims): void {
  for (const [claim, header] of claimHeaders) {
    const value = claims[claim];
    if (value != null) headers[header] ??= headerValue(String(value));
  }
}

/** Adds values of a Lambda authorizer's response, by header. API Gateway passes on scalars only. */
export function addUserHeaders(
  headers: Record<string, string | string[]>,
  { authorizer }: ProxyEvent["requestContext"],
  keys: Readonly<Record<string, string>>,
): void {
  for (const [header, key] of Object.entries(keys)) {
    const value = authorizer && Object.hasOwn(authorizer, key) ? authorizer[key] : undefined;
    if (["string", "number", "boolean"].includes(typeof value)) {
      headers[header] = headerValue(String(value));
    }
  }
}

/**
 * A claim as a header value. Printable ASCII stays; everything else, and `%`, becomes percent-encoded
 * UTF-8, so `decodeURIComponent` restores the claim.
 */
const headerValue = (claim: string): string => claim.replace(/[^ -~]|%/gu, percentEncode);
