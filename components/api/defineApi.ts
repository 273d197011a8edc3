import { ComponentArgumentError, Faults } from "../shared/errors.ts";
import { isWithin, optionFaults } from "../shared/options.ts";
import { checkAuthorizers } from "./authorizers/index.ts";
import { checkStageCache } from "./caching/stageCache.ts";
import { type ApiDefinition, apiRules, type ParsedApi } from "./definition.ts";
import { checkBinaryTypes } from "./document/responses.ts";
import { readsBodies } from "./integrations/index.ts";
import { compileModels } from "./models/index.ts";
import { checkRelease } from "./resources/release.ts";
import { readRoutes } from "./route/parseRoutes.ts";
import type { Route } from "./route/route.ts";
import { checkUsagePlans } from "./usagePlans/index.ts";
import { allRoutes, checkVersions } from "./versions/index.ts";

/**
 * Parses the definition of an API.
 *
 * @throws RouteError for a route that API Gateway would refuse or that would not do what it should,
 *   ComponentArgumentError for any other setting, DefinitionError for several faults
 */
export function defineApi(definition: ApiDefinition): ParsedApi {
  const faults = new Faults();
  const api = parseApi("The API", definition, faults);
  faults.throwIfAny("The API");
  return api;
}

/**
 * Parses the definition of an API, and reports all of its faults. Parts that are wrong by themselves
 * are left out of the checks that compare parts.
 *
 * @param component - for errors, such as `Platform "shop"`
 * @returns an API that must not be used if there are faults
 */
export function parseApi(component: string, definition: ApiDefinition, faults: Faults): ParsedApi {
  const wrong = optionFaults(definition, apiRules);
  faults.add(...wrong.map((fault) => new ComponentArgumentError({ component, ...fault })));
  const ifSound = (parts: (keyof ApiDefinition)[], check: () => void): void => {
    if (!wrong.some(({ argument }) => parts.some((part) => isWithin(argument, part)))) {
      faults.check(check);
    }
  };
  ifSound(["versions"], () => checkVersions(component, definition.versions ?? {}, faults));

  const before = faults.errors.length;
  let routes: Route[] = [];
  ifSound(["routes", "versions", "defaultAuth"], () => {
    routes = readRoutes(allRoutes(definition), definition.defaultAuth, faults);
  });
  const api: ParsedApi = { ...definition, routes, models: compileModels(routes, faults) };
  if (faults.errors.length > before) return api;

  const { authorizers = {}, stageVariables } = definition;
  ifSound(["authorizers"], () => checkAuthorizers(component, authorizers, routes, faults));
  ifSound(["usagePlans", "apiKeys", "apiKeySource"], () =>
    checkUsagePlans(component, definition, routes, faults),
  );
  ifSound(["cache", "authorizers"], () => checkStageCache(component, api, routes, faults));
  ifSound(["binaryMediaTypes"], () => checkBinaryTypes(component, definition, readsText(routes)));
  ifSound(["stageVariables"], () => checkRelease(component, { stageVariables }, routes, faults));
  return api;
}

const readsText = (routes: readonly Route[]): boolean =>
  routes.some(({ integration, validate }) => validate?.body || readsBodies(integration));
