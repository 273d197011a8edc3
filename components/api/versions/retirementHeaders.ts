import type { ApiVersions, Retirement } from "./version.ts";

/**
 * What a version's answers say about its end, by header: `Deprecation` (RFC 9745), `Sunset`
 * (RFC 8594) and `Link` to its successor (RFC 5829). Empty for a version that stays.
 */
export function retirementHeaders({
  deprecated,
  sunset,
  successor,
}: Retirement): Record<string, string> {
  return {
    ...(deprecated && { Deprecation: `@${Date.parse(deprecated) / 1000}` }),
    ...(sunset && { Sunset: new Date(sunset).toUTCString() }),
    ...(successor && { Link: `</${successor}>; rel="successor-version"` }),
  };
}

/** These headers by version, for the versions that have any. */
export const headersByVersion = (
  versions: ApiVersions = {},
): Record<string, Record<string, string>> =>
  Object.fromEntries(
    Object.entries(versions)
      .map(([name, version]) => [name, retirementHeaders(version)] as const)
      .filter(([, headers]) => Object.keys(headers).length > 0),
  );
