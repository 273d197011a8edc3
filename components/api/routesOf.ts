import type { Auth } from "./guards/index.ts";
import { parseRoutes } from "./route/parseRoutes.ts";
import type { Route, RouteDefinition } from "./route/route.ts";
import { allRoutes, type ApiVersions } from "./versions/index.ts";

/** What an API's routes are declared by. */
interface Declared {
  readonly routes: Record<string, RouteDefinition>;
  readonly versions?: ApiVersions | undefined;
  readonly defaultAuth?: Auth | undefined;
}

/**
 * An API's routes, checked, those of its versions among them.
 *
 * @throws RouteError for the first route that API Gateway would refuse
 */
export const routesOf = (api: Declared): Route[] => parseRoutes(allRoutes(api), api.defaultAuth);
