import { mock } from "../integrations/mock.ts";
import type { RouteDefinition } from "../route/route.ts";
import { RouteError } from "../route/routeError.ts";
import type { ApiVersions } from "./version.ts";

interface Versioned {
  readonly routes: Record<string, RouteDefinition>;
  readonly versions?: ApiVersions | undefined;
}

/**
 * Every route of an API by its key, those of its versions under their names.
 *
 * @throws RouteError when a route beside the versions stands under the name of one
 */
export function allRoutes({ routes, versions = {} }: Versioned): Record<string, RouteDefinition> {
  for (const key of Object.keys(routes)) {
    const name = /^\S+ \/([^/]*)/.exec(key)?.[1] ?? "";
    if (Object.hasOwn(versions, name)) {
      throw new RouteError(
        key,
        `it stands under the version "${name}"`,
        `Move it to the routes of versions.${name}, without "/${name}".`,
      );
    }
  }
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
  const gone = mock({
    status: 410,
    body: { message: successor ? `Gone: use /${successor}` : "Gone" },
    auth: "none",
  });
  return { "ANY /": gone, "ANY /{proxy+}": gone };
}
