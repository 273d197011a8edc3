import type { RestApiModel } from "../gateway/index.ts";
import type { RegionDefinition } from "../region/definition.ts";
import { contractOf } from "./contract.ts";
import { readRoutes, type RegionRoute } from "./readRoutes.ts";
import type { RouteInfo, RoutesReport } from "./routeInfo.ts";

/** A region whose routes are listed. */
export interface RoutedRegion {
  readonly name: string;
  readonly definition: Pick<RegionDefinition, "apis" | "resources" | "services">;
  readonly apis: readonly {
    readonly restApi: string;
    readonly stage: string;
    readonly url: string;
  }[];
}

/** Lists the routes of all regions. A route that several regions have is listed once, as in the first of them. */
export function reportRoutes(regions: readonly RoutedRegion[]): RoutesReport {
  const routes = new Map<string, RouteInfo>();
  for (const region of regions) {
    const { definition, name } = region;
    for (const [index, api] of definition.apis.entries()) {
      const basePath = basePathOf(api, definition, index === 0);
      for (const route of readRoutes(api, definition, contractOf(api.document))) {
        const key = [route.api, route.stage, route.path, route.method].join("\n");
        const known = routes.get(key);
        routes.set(
          key,
          known ? withRegion(known, name) : { ...route, regions: [name], ...basePath },
        );
      }
    }
  }
  return {
    regions: regions.map(({ name }) => name),
    routes: [...routes.values()].sort((one, other) => keyOf(one).localeCompare(keyOf(other))),
  };
}

const withRegion = (route: RouteInfo, region: string): RouteInfo => ({
  ...route,
  regions: [...route.regions, region],
});

const keyOf = ({ api, stage, path, method }: RegionRoute): string =>
  [api, stage, path, method].join("\n");

/** Without a domain, the shared name leads to the first API. */
function basePathOf(
  { id, stage }: RestApiModel,
  { resources }: Pick<RegionDefinition, "resources">,
  isFirst: boolean,
): { basePath?: string } {
  const mappings = resources.filter(
    ({ type }) => type === "aws:apigateway/basePathMapping:BasePathMapping",
  );
  if (mappings.length === 0) return isFirst ? { basePath: "" } : {};
  const own = mappings.find(
    ({ outputs }) => outputs["restApi"] === id && outputs["stageName"] === stage.name,
  );
  if (!own) return {};
  const path = own.outputs["basePath"];
  return { basePath: typeof path === "string" && path !== "" ? `/${path}` : "" };
}
