import type { ProxyEvent } from "./event.ts";
import type { HeaderValues } from "./headers.ts";

/** Headers by API version, which is the first segment of a route's path. */
export type HeadersByVersion = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What the answers of a route's version say about its end; nothing for a version that stays. */
export function versionHeaders(
  { resource }: Pick<ProxyEvent, "resource">,
  byVersion: HeadersByVersion = {},
): HeaderValues {
  const version = resource.split("/", 2)[1] ?? "";
  if (!Object.hasOwn(byVersion, version)) return {};
  const headers = Object.entries(byVersion[version]!);
  return Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), [value]]));
}
