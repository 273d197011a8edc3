import { Faults } from "../shared/errors.ts";
import { isWithin, optionFaults } from "../shared/options.ts";
import { cacheFaults } from "./caching/stageCache.ts";
import { type ApiDefinition, apiRules, type ParsedApi } from "./definition.ts";
import { binaryTypeFaults } from "./document/responses.ts";
import { authorizerErrors } from "./guards/auth.ts";
import { readsBodies } from "./integrations/index.ts";
import { compileModels } from "./models/index.ts";
import { releaseFaults } from "./resources/release.ts";
import { readRoutes } from "./route/parseRoutes.ts";
import type { Route } from "./route/route.ts";
import { type ApiFault, errorsOf } from "./route/routeError.ts";
import { usagePlanFaults } from "./usagePlans/definition.ts";
import { allRoutes } from "./versions.ts";

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
  faults.add(...errorsOf(component, wrong));
  const areSound = (...parts: (keyof ApiDefinition)[]): boolean =>
    !wrong.some(({ argument }) => parts.some((part) => isWithin(argument, part)));

  const before = faults.errors.length;
  let routes: Route[] = [];
  if (areSound("routes", "versions", "defaultAuth")) {
    faults.check(() => {
      routes = readRoutes(allRoutes(definition), definition.defaultAuth, faults);
    });
  }
  const api: ParsedApi = { ...definition, routes, models: compileModels(routes, faults) };
  if (faults.errors.length > before) return api;

  const check = (parts: (keyof ApiDefinition)[], found: () => readonly ApiFault[]): void => {
    if (areSound(...parts)) faults.add(...errorsOf(component, found()));
  };
  const { authorizers = {}, stageVariables } = definition;
  check(["authorizers"], () => authorizerErrors(authorizers, routes));
  check(["usagePlans", "apiKeys", "apiKeySource"], () => usagePlanFaults(definition, routes));
  check(["cache", "authorizers"], () => cacheFaults(api, routes));
  check(["binaryMediaTypes"], () => binaryTypeFaults(definition, readsText(routes)));
  check(["stageVariables"], () => releaseFaults({ stageVariables }, routes));
  return api;
}

const readsText = (routes: readonly Route[]): boolean =>
  routes.some(({ integration, validate }) => validate?.body || readsBodies(integration));
