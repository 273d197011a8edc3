import {
  anything,
  check,
  flag,
  mapOf,
  type OptionRules,
  options,
  text,
} from "../../shared/options.ts";
import type { RouteTable } from "../route/route.ts";

/** Dates are `YYYY-MM-DD` and mean the start of that day in UTC. */
export interface Retirement {
  /**
   * Day from which clients should move to another version. Responses carry it in a `Deprecation`
   * header, and the published contract marks the routes. @default it is not deprecated
   */
  deprecated?: string;
  /** Day from which the version may be gone, sent in a `Sunset` header. @default none */
  sunset?: string;
  /** The version that clients should move to; responses link it. @default none */
  successor?: string;
}

/** A version whose routes are below its name: `GET /orders` of `v1` is `GET /v1/orders`. */
export interface ServedVersion<Routes = RouteTable> extends Retirement {
  /** Routes by `"METHOD /path"`, without the version's name. */
  routes: Routes;
  retired?: false;
}

/** A retired version: every call under its name gets 410 with the successor. */
export interface RetiredVersion extends Retirement {
  retired: true;
}

export type ApiVersion<Routes = RouteTable> = ServedVersion<Routes> | RetiredVersion;

/** Versions by name, which is the first segment of their paths. */
export type ApiVersions = Readonly<Record<string, ApiVersion>>;

/** The version that a path belongs to: that of its first segment. */
export function versionOf(path: string, versions: ApiVersions | undefined): ApiVersion | undefined {
  const name = path.split("/", 2)[1] ?? "";
  return versions && Object.hasOwn(versions, name) ? versions[name] : undefined;
}

const isDay = (given: unknown): boolean => {
  const time = /^\d{4}-\d\d-\d\d$/.test(String(given)) ? Date.parse(String(given)) : NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(String(given));
};

const day = check((given) => typeof given === "string" && isDay(given), "a day such as 2027-06-30");

const versionRules: OptionRules<Retirement & { routes?: unknown; retired?: boolean }> = {
  deprecated: day,
  sunset: day,
  successor: text(),
  routes: mapOf(anything),
  retired: flag,
};

export const versionsRule = mapOf(
  options(versionRules),
  text(
    /^(?!s?ping$)[a-z0-9][a-z0-9._-]*$/,
    "names of lower-case letters, digits and . _ -, but not ping and sping",
  ),
);
