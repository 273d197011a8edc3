import type { Call } from "./call.ts";
import { correlationHeader } from "./correlation.ts";
import type { HeaderValues } from "./headers.ts";

/** Headers on every response, whether it comes from the service or from a failure. */
export const addedHeaders = ({ correlationId, route }: Call): HeaderValues => ({
  [correlationHeader]: [correlationId],
  ...route.responseHeaders,
});

/** The service's headers, overridden by the added ones; `Link` headers are appended. */
export const withAdded = (headers: HeaderValues, added: HeaderValues): HeaderValues => ({
  ...headers,
  ...added,
  ...(headers["link"] && added["link"] && { link: [...headers["link"], ...added["link"]] }),
});
