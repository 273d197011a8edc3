import { addClaims, addUserHeaders, claimsOf } from "./claims.ts";
import type { Call } from "./call.ts";
import { correlationHeader } from "./correlation.ts";
import { forwardedHeaders } from "./forwardedHeaders.ts";

/** The headers that the platform adds to a request. The client's headers of these names are dropped. */
export function platformHeaders({
  event,
  route,
  correlationId,
}: Call): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = forwardedHeaders(event);
  headers[correlationHeader] = correlationId;
  const claims = claimsOf(event.requestContext);
  if (claims) addClaims(headers, claims);
  if (route.userHeaders) addUserHeaders(headers, event.requestContext, route.userHeaders);
  return headers;
}
