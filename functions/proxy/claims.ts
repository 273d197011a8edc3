import type { Claims } from "./event.ts";
import { foldedName } from "./headers.ts";
import { percentEncode } from "./target.ts";

/** Start of the names that only the proxy may give to a service. */
export const claimPrefix = "x-user-";

/** A claim and the header that carries it. */
export type ClaimHeader = readonly [claim: string, header: string];

/** Claims of Cognito's ID and access tokens; where both name one header, the first that is there. */
const standardClaims: readonly ClaimHeader[] = [
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

/**
 * The headers for the standard claims and for more: `custom:tenant_id` becomes
 * `x-user-custom-tenant-id`. A further claim never takes the place of a standard one.
 */
export function claimHeaders(forwardedClaims: readonly string[]): readonly ClaimHeader[] {
  return [
    ...standardClaims,
    ...forwardedClaims.map((claim): ClaimHeader => [claim, claimPrefix + foldedName(claim)]),
  ];
}

/** Adds the verified claims to the headers of a request, which must hold no `x-user-*` before. */
export function addClaims(
  headers: Record<string, string | string[]>,
  claims: Claims,
  claimHeaders: readonly ClaimHeader[],
): void {
  for (const [claim, header] of claimHeaders) {
    const value = claims[claim];
    if (value != null) headers[header] ??= headerValue(String(value));
  }
}

/**
 * A claim as a header value: printable ASCII stays, all else and `%` itself becomes
 * percent-encoded UTF-8. So `decodeURIComponent` always gives the claim back.
 */
const headerValue = (claim: string): string => claim.replace(/[^ -~]|%/gu, percentEncode);
