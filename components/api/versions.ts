import {
  check,
  flag,
  type JointCheck,
  join,
  mapOf,
  options,
  type Rule,
  text,
  anything,
} from "../shared/options.ts";
import { mock } from "./integrations/mock.ts";
import type { RouteDefinition, RouteTable } from "./route/route.ts";
import { RouteError } from "./route/routeError.ts";

/** Dates are `YYYY-MM-DD` and mean the start of that day in UTC. */
interface Retirement {
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
interface ServedVersion<Routes> extends Retirement {
  /** Routes by `"METHOD /path"`, without the version's name. */
  routes: Routes;
  retired?: false;
}

/** A retired version: every call under its name gets 410 with the successor. */
interface RetiredVersion extends Retirement {
  retired: true;
}

export type ApiVersion<Routes = RouteTable> = ServedVersion<Routes> | RetiredVersion;

/** Versions by name, which is the first segment of their paths. */
export type ApiVersions = Readonly<Record<string, ApiVersion>>;

type AnyVersion = Retirement & { routes?: unknown; retired?: boolean };

const isDay = (given: unknown): boolean => {
  const time =
    typeof given === "string" && /^\d{4}-\d\d-\d\d$/.test(given) ? Date.parse(given) : NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(String(given));
};

const day = check(isDay, "a day such as 2027-06-30");

const versionFaults: JointCheck<AnyVersion> = (version) => {
  const { routes, retired, deprecated, sunset } = version;
  if (!retired && routes === undefined) {
    const fix = "Add routes, or set retired: true if the version has ended.";
    return [{ argument: "", given: version, allowed: "routes, or retired: true", fix }];
  }
  if (deprecated === undefined || sunset === undefined || sunset >= deprecated) return [];
  const fix = "Give clients time to move.";
  return [{ argument: "sunset", given: sunset, allowed: `a day after ${deprecated}`, fix }];
};

const eachVersion = mapOf(
  options<AnyVersion>(
    {
      deprecated: day,
      sunset: day,
      successor: text(),
      routes: mapOf(anything),
      retired: flag,
    },
    versionFaults,
  ),
  text(
    /^(?!s?ping$)[a-z0-9][a-z0-9._-]*$/,
    "names of lower-case letters, digits and . _ -, but not ping and sping",
  ),
);

/** Checks versions one by one, then that their successors are served. */
export const versionsRule: Rule = (given, path) => {
  const faults = eachVersion(given, path);
  if (faults.length > 0) return faults;
  const versions = Object.entries(given as ApiVersions);
  const served = versions.filter(([, { retired }]) => !retired).map(([name]) => name);
  return versions.flatMap(([name, { successor }]) => {
    const others = served.filter((other) => other !== name);
    if (successor === undefined || others.includes(successor)) return [];
    const allowed = `another version that is served: ${others.join(", ") || "none"}`;
    return [{ argument: join(join(path, name), "successor"), given: successor, allowed }];
  });
};

/** Routes of no version whose paths are below a version's name. */
export const misplacedRoutes = ({ routes, versions = {} }: VersionedRoutes): RouteError[] =>
  Object.keys(routes).flatMap((key) => {
    const name = /^\S+ \/([^/]*)/.exec(key)?.[1] ?? "";
    if (!Object.hasOwn(versions, name)) return [];
    const fix = `Move it to the routes of versions.${name}, without "/${name}".`;
    return [new RouteError(key, `its path belongs to the version "${name}"`, fix)];
  });

interface VersionedRoutes {
  readonly routes: RouteTable;
  readonly versions?: ApiVersions | undefined;
}

/** Every route of an API by its key, including those of its versions. */
export function allRoutes({ routes, versions = {} }: VersionedRoutes): RouteTable {
  const ofVersions = Object.entries(versions).flatMap(([name, version]) =>
    Object.entries(version.retired ? goneRoutes(version.successor) : version.routes).map(
      ([key, route]) => [underVersion(name, key), route] as const,
    ),
  );
  return { ...routes, ...Object.fromEntries(ofVersions) };
}

/** `GET /orders` as `GET /v1/orders`, and `GET /` as `GET /v1`. */
const underVersion = (name: string, key: string): string =>
  key.replace(/ \/(.*)$/s, (_, path: string) => ` /${name}${path === "" ? "" : `/${path}`}`);

function goneRoutes(successor: string | undefined): Record<string, RouteDefinition> {
  const message = successor ? `Gone: use /${successor}` : "Gone";
  const gone = mock({ status: 410, body: { message }, auth: "none" });
  return { "ANY /": gone, "ANY /{proxy+}": gone };
}

/** The version that a path belongs to: that of its first segment. */
export function versionOf(path: string, versions: ApiVersions | undefined): ApiVersion | undefined {
  const name = path.split("/", 2)[1] ?? "";
  return versions && Object.hasOwn(versions, name) ? versions[name] : undefined;
}

/**
 * Response headers about a version's end: `Deprecation` (RFC 9745), `Sunset` (RFC 8594) and `Link` to
 * its successor (RFC 5829). Empty for a version without an end.
 */
export const retirementHeaders = ({
  deprecated,
  sunset,
  successor,
}: Retirement): Record<string, string> => ({
  ...(deprecated && { Deprecation: `@${Date.parse(deprecated) / 1000}` }),
  ...(sunset && { Sunset: new Date(sunset).toUTCString() }),
  ...(successor && { Link: `</${successor}>; rel="successor-version"` }),
});

/** Retirement headers by version, without versions that have none. */
export const headersByVersion = (
  versions: ApiVersions = {},
): Record<string, Record<string, string>> =>
  Object.fromEntries(
    Object.entries(versions)
      .map(([name, version]) => [name, retirementHeaders(version)] as const)
      .filter(([, headers]) => Object.keys(headers).length > 0),
  );
