import { correlationHeader } from "./correlation.ts";
import { corsHeaders } from "./cors.ts";
import type { ProxyEvent } from "./event.ts";
import type { HeaderValues } from "./headers.ts";
import type { ProxySettings } from "./settings.ts";
import { versionHeaders } from "./versionHeaders.ts";

/** What every answer carries, the service's own and a failure's. */
export function addedHeaders(
  event: ProxyEvent,
  correlationId: string,
  settings: ProxySettings,
): HeaderValues {
  return {
    [correlationHeader]: [correlationId],
    ...versionHeaders(event, settings.headersByVersion),
    ...corsHeaders(event, settings),
  };
}

/** The service's headers with those that every answer carries, in their place; links are added. */
export const withAdded = (headers: HeaderValues, added: HeaderValues): HeaderValues => ({
  ...headers,
  ...added,
  ...(headers["link"] && added["link"] && { link: [...headers["link"], ...added["link"]] }),
});
