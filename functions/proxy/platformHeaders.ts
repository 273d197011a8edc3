import { addClaims, addUserHeaders, claimsOf } from "./claims.ts";
import type { Call } from "./call.ts";
import { correlationHeader } from "./correlation.ts";
import { forwardedHeaders } from "./forwardedHeaders.ts";

/** The headers that the platform adds to a request. The client's headers of these names are dropped. */
export function platformHeaders(call: Call): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = forwardedHeaders(call.event);
  headers[correlationHeader] = call.correlationId;
  Object.assign(headers, call.trace.headers);
  return addUser(headers, call);
}

/** Those of them that are about the caller. */
export const userHeaders = (call: Call): Record<string, string | string[]> => addUser({}, call);

function addUser(
  headers: Record<string, string | string[]>,
  { event: { requestContext }, route }: Call,
): Record<string, string | string[]> {
  // Those of a route come first: of two values for one header, the first holds.
  if (route.userHeaders) addUserHeaders(headers, requestContext, route.userHeaders);
  const claims = claimsOf(requestContext, route.claimHeaders);
  if (claims) addClaims(headers, claims, route.claimHeaders);
  return headers;
}
