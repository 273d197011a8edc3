import type { RouteDefinition } from "../route/route.ts";

/** Dates are `YYYY-MM-DD` and mean the day's first moment in UTC. */
export interface Retirement {
  /**
   * Day from which on clients should move; its answers say so in a `Deprecation` header, and the
   * published contract marks its routes. @default it is not deprecated
   */
  deprecated?: string;
  /** Day from which on it may be gone; its answers say so in a `Sunset` header. @default none is set */
  sunset?: string;
  /** The version that clients should move to; its answers link it. @default none */
  successor?: string;
}

/** A version whose routes are served under its name: `GET /orders` of `v1` as `GET /v1/orders`. */
export interface ServedVersion<Routes = Record<string, RouteDefinition>> extends Retirement {
  /** Routes by `"METHOD /path"`, without the version's name. */
  routes: Routes;
  retired?: false;
}

/** A version that is gone: whatever is called under its name is answered 410, saying where to go. */
export interface RetiredVersion extends Retirement {
  retired: true;
}

export type ApiVersion<Routes = Record<string, RouteDefinition>> =
  ServedVersion<Routes> | RetiredVersion;

/** Versions by name, which is the first segment of their paths. */
export type ApiVersions = Record<string, ApiVersion>;

/** The version that a path belongs to: that of its first segment. */
export function versionOf(path: string, versions: ApiVersions | undefined): ApiVersion | undefined {
  const name = path.split("/", 2)[1] ?? "";
  return versions && Object.hasOwn(versions, name) ? versions[name] : undefined;
}
