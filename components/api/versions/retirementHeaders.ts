import type { ApiVersions, Retirement } from "./version.ts";

/**
 * Response headers about a version's end: `Deprecation` (RFC 9745), `Sunset` (RFC 8594) and `Link` to
 * its successor (RFC 5829). Empty for a version without an end.
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

/** These headers by version, without versions that have none. */
export const headersByVersion = (
  versions: ApiVersions = {},
): Record<string, Record<string, string>> =>
  Object.fromEntries(
    Object.entries(versions)
      .map(([name, version]) => [name, retirementHeaders(version)] as const)
      .filter(([, headers]) => Object.keys(headers).length > 0),
  );
