import type { Call } from "./call.ts";
import { correlationHeader } from "./correlation.ts";
import type { HeaderValues } from "./headers.ts";

/** Headers on every response, whether it comes from the service or from a failure. */
export const addedHeaders = ({ correlationId, route }: Call): HeaderValues => ({
  [correlationHeader]: [correlationId],
  ...route.responseHeaders,
});

/** Adds them to the service's headers, which they override; `Link` headers are appended. */
export function withAdded(headers: HeaderValues, { correlationId, route }: Call): HeaderValues {
  headers[correlationHeader] = [correlationId];
  for (const name in route.responseHeaders) {
    const added = route.responseHeaders[name]!;
    headers[name] = name === "link" ? [...(headers["link"] ?? []), ...added] : added;
  }
  return headers;
}
