import { Faults, type OptionFault } from "../shared/errors.ts";
import { isObject, isWithin, options } from "../shared/options.ts";
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
import { allRoutes, misplacedRoutes } from "./versions.ts";

/**
 * Parses the definition of an API.
 *
 * @throws RouteError for a route that API Gateway would refuse or that would not do what it should,
 *   ComponentArgumentError for any other setting, DefinitionError for several faults
 */
export function defineApi(definition: ApiDefinition): ParsedApi {
  const component = "The API";
  const faults = new Faults();
  const wrong = options(apiRules)(definition, "");
  faults.add(...errorsOf(component, wrong));
  if (!isObject(definition)) faults.throwIfAny(component);
  const api = parseApi(component, definition, wrong, faults);
  faults.throwIfAny(component);
  return api;
}

/**
 * Parses the definition of an API, and reports all of its faults. Parts that are wrong by themselves
 * are left out of the checks that compare parts.
 *
 * @param component - for errors, such as `Platform "shop"`
 * @param wrong - faults of the definition's options, already reported
 * @returns an API that must not be used if there are faults
 */
export function parseApi(
  component: string,
  definition: ApiDefinition,
  wrong: readonly OptionFault[],
  faults: Faults,
): ParsedApi {
  const areSound = (...parts: (keyof ApiDefinition)[]): boolean =>
    !wrong.some(({ argument }) => parts.some((part) => isWithin(argument, part)));
  const before = faults.errors.length;
  const routes = areSound("routes", "versions", "defaultAuth")
    ? readRoutes(allRoutes(definition), definition.defaultAuth, faults)
    : [];
  if (areSound("routes", "versions")) faults.add(...misplacedRoutes(definition));
  const api: ParsedApi = { ...definition, routes, models: compileModels(routes, faults) };
  const isComplete = faults.errors.length === before && areSound("routes", "versions");

  const check = (parts: (keyof ApiDefinition)[], find: () => readonly ApiFault[]): void => {
    if (!areSound(...parts)) return;
    const found = find().filter((fault) => isComplete || !concernsAllRoutes(fault));
    faults.add(...errorsOf(component, found));
  };
  const { authorizers = {}, stageVariables } = definition;
  check(["authorizers"], () => authorizerErrors(authorizers, routes));
  check(["usagePlans", "apiKeys", "apiKeySource"], () => usagePlanFaults(definition, routes));
  check(["cache", "authorizers"], () => cacheFaults(api, routes));
  check(["binaryMediaTypes"], () => binaryTypeFaults(definition, readsText(routes)));
  check(["stageVariables"], () => releaseFaults({ stageVariables }, routes));
  return api;
}

/** Faults that no route uses something, which are only certain if all routes are valid. */
const concernsAllRoutes = (fault: ApiFault): boolean =>
  "argument" in fault && /^(cache|usagePlans)$|\.routes$/.test(fault.argument);

const readsText = (routes: readonly Route[]): boolean =>
  routes.some(({ integration, validate }) => validate?.body || readsBodies(integration));
