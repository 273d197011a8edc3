import { mock } from "../integrations/mock.ts";
import type { RouteDefinition, RouteTable } from "../route/route.ts";
import { RouteError } from "../route/routeError.ts";
import type { ApiVersions } from "./version.ts";

interface Versioned {
  readonly routes: RouteTable;
  readonly versions?: ApiVersions | undefined;
}

/**
 * Every route of an API by its key, including those of its versions.
 *
 * @throws RouteError for an unversioned route below a version's name
 */
export function allRoutes({ routes, versions = {} }: Versioned): RouteTable {
  for (const key of Object.keys(routes)) {
    const name = /^\S+ \/([^/]*)/.exec(key)?.[1] ?? "";
    if (Object.hasOwn(versions, name)) {
      throw new RouteError(
        key,
        `its path belongs to the version "${name}"`,
        `Move it to the routes of versions.${name}, without "/${name}".`,
      );
    }
  }
  const ofVersions = Object.entries(versions).flatMap(([name, version]) =>
    Object.entries(version.retired ? goneRoutes(version.successor) : (version.routes ?? {})).map(
      ([key, route]) => [underVersion(name, key), route] as const,
    ),
  );
  return { ...routes, ...Object.fromEntries(ofVersions) };
}

/** `GET /orders` as `GET /v1/orders`, and `GET /` as `GET /v1`. */
const underVersion = (name: string, key: string): string =>
  key.replace(/ \/(.*)$/s, (_, path: string) => ` /${name}${path === "" ? "" : `/${path}`}`);

function goneRoutes(successor: string | undefined): Record<string, RouteDefinition> {
  const gone = mock({
    status: 410,
    body: { message: successor ? `Gone: use /${successor}` : "Gone" },
    auth: "none",
  });
  return { "ANY /": gone, "ANY /{proxy+}": gone };
}
