import { claimKey } from "../shared/claimKey.ts";
import { claimText } from "../shared/claimText.ts";
import type { Claims, ProxyEvent } from "./event.ts";
import { percentEncode } from "./target.ts";

/** Prefix of the headers that only the proxy may set. */
export const claimPrefix = "x-user-";

/** Headers of a platform's own: a claim by its header, or `false` to leave a header out. */
export type ClaimHeaders = Readonly<Record<string, string | false>>;

/** A claim, the header that it becomes, and its key in the context of our own authorizer. */
type ClaimHeader = readonly [claim: string, header: string, key: string];

/** Claims of Cognito's ID and access tokens. Of two claims for one header, the first present wins. */
const cognitoClaims =
  "sub email email_verified cognito:username username cognito:groups scope client_id aud token_use tenant";

/** Their headers: `x-user-email-verified` for `email_verified`, for example. */
const cognitoHeaders = cognitoClaims.split(" ").map((claim) => {
  const name = claim === "aud" ? "client-id" : claim.replace("cognito:", "").replace("_", "-");
  return [claim, claimPrefix + name] as const;
});

/** The headers that claims become: those of Cognito's claims, and a platform's own in their place. */
export const claimHeaders = (own: ClaimHeaders = {}): readonly ClaimHeader[] =>
  [
    ...cognitoHeaders.filter(([, header]) => !Object.hasOwn(own, header)),
    ...Object.entries(own).flatMap(([header, claim]) => (claim ? [[claim, header] as const] : [])),
  ].map(([claim, header]) => [claim, header, claimKey(claim)]);

const byDefault = claimHeaders();

/** A key that the context of every token has. */
const everyToken = claimKey("token_use");

/** Claims that an authorizer for user pools verified; `undefined` for other authorizers and without one. */
export function claimsOf(
  { authorizer }: ProxyEvent["requestContext"],
  headers = byDefault,
): Claims | undefined {
  if (!authorizer || authorizer.claims) return authorizer?.claims;
  if (authorizer[everyToken] === undefined) return undefined;
  return Object.fromEntries(headers.map(([claim, , key]) => [claim, authorizer[key]]));
}

/** Adds the verified claims to the headers of a request, which must not hold any of their headers yet. */
export function addClaims(
  headers: Record<string, string | string[]>,
  claims: Claims,
  table = byDefault,
): void {
  for (const [claim, header] of table) add(headers, header, claims, claim);
}

/** Adds values of a Lambda authorizer's response, by header. API Gateway passes on scalars only. */
export function addUserHeaders(
  headers: Record<string, string | string[]>,
  { authorizer }: ProxyEvent["requestContext"],
  keys: Readonly<Record<string, string>>,
): void {
  for (const header in keys) add(headers, header, authorizer ?? {}, keys[header]!);
}

/** Adds a value to the headers, unless they have one of this name. */
function add(
  headers: Record<string, string | string[]>,
  header: string,
  values: Claims,
  key: string,
): void {
  const value = Object.hasOwn(values, key) ? values[key] : undefined;
  if (value != null) headers[header] ??= headerValue(claimText(value));
}

/**
 * A claim as a header value. Printable ASCII stays; everything else, `%`, and spaces at both ends, which servers
 * strip, become percent-encoded UTF-8, so `decodeURIComponent` restores the claim.
 */
const headerValue = (claim: string): string =>
  printable.test(claim) ? claim : claim.replace(/[^ -~]|%|^ +| +$/gu, percentEncode);

const printable = /^(?! )[ -$&-~]*(?<! )$/;
