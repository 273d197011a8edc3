import { createHash } from "node:crypto";
import type { Authorizers } from "./authorizers/index.ts";
import type { Guard } from "./authorizers/workflow.ts";
import type { WithCache } from "./caching/index.ts";
import { RestApiDefinitionError } from "./errors.ts";
import type { RouteIdentity } from "./exchange/exchange.ts";
import { createIntegration } from "./integrations/index.ts";
import type { Integration, IntegrationDependencies } from "./integrations/integration.ts";
import type { RestApiModel } from "./model.ts";
import type { OpenApiDocument, Operation, PathItem } from "./openapi.ts";
import type { Limiter, LimiterOf } from "./throttle/limits.ts";
import { notServed } from "./notServed.ts";
import { unservedRoute } from "./unservedRoute.ts";
import { createValidation, type ValidationOf } from "./validation/index.ts";
import type { Validate } from "./validation/checks.ts";
import type { CreateRequireKey, RequireKey } from "./usage/index.ts";

/** A method of a resource, ready to serve. */
export interface Route extends RouteIdentity {
  /** Undefined for public routes. */
  readonly authorize: Guard | undefined;
  /** Undefined for routes without API keys. */
  readonly requireKey: RequireKey | undefined;
  readonly withinLimits: Limiter;
  /** Undefined for routes without request validation. */
  readonly validate: Validate | undefined;
  readonly integrate: Integration;
}

/** Dependencies of routes. */
interface RouteDependencies extends IntegrationDependencies {
  readonly authorizers: Authorizers;
  /** @param settings - names of method settings, such as `GET /orders`; the first existing one applies */
  readonly limiterOf: LimiterOf;
  readonly createRequireKey: CreateRequireKey;
  readonly withCache: WithCache;
}

/** API Gateway's methods; `ANY` means all of them. */
const methods = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

const anyMethod = "x-amazon-apigateway-any-method";

/**
 * Compiles every method of an API: resource path → method → route. `ANY` becomes the methods that its
 * resource does not declare.
 *
 * @throws NotServedError | RestApiDefinitionError when a route cannot be served as AWS would
 */
export function compileRoutes(
  api: RestApiModel,
  dependencies: RouteDependencies,
): Map<string, Map<string, Route>> {
  const subject = `REST API "${api.name}"`;
  const resources = new Map<string, Map<string, Route>>();
  const validationOf = createValidation(api.document);
  for (const [path, item] of Object.entries(api.document.paths ?? {})) {
    resources.set(path, compileResource(path, item, { ...dependencies, validationOf }));
  }
  refuseStraySettings(subject, api);
  return resources;
}

function compileResource(
  path: string,
  item: PathItem,
  dependencies: RouteDependencies & { readonly validationOf: ValidationOf },
): Map<string, Route> {
  const routes = new Map<string, Route>();
  const resourceId = resourceIdOf(path);
  const serve = (declared: string, verbs: readonly string[], operation: Operation): void => {
    const name = `${declared} ${path}`;
    const unserved = operation[notServed];
    if (unserved !== undefined) {
      const route = unservedRoute(unserved);
      for (const method of verbs)
        routes.set(method, { ...route, method, resourcePath: path, resourceId });
      return;
    }
    const guarded = compileOperation(name, operation, dependencies);
    const validate = dependencies.validationOf(name, operation, item);
    for (const method of verbs) {
      const settings = [`${method} ${path}`, `${declared} ${path}`];
      const withinLimits = dependencies.limiterOf(settings);
      const requireKey = dependencies.createRequireKey(operation, settings);
      const identity = { method, resourcePath: path, resourceId };
      const cached = { identity, declared, operation, item };
      const integrate = dependencies.withCache(guarded.integrate, cached);
      routes.set(method, {
        ...guarded,
        ...identity,
        requireKey,
        withinLimits,
        validate,
        integrate,
      });
    }
  };

  for (const method of methods) {
    const operation = item[method.toLowerCase()];
    if (operation !== undefined) {
      serve(method, [method], operation);
    }
  }
  const any = item[anyMethod];
  if (any !== undefined) {
    serve(
      "ANY",
      methods.filter((method) => !routes.has(method)),
      any,
    );
  }
  return routes;
}

function compileOperation(
  route: string,
  operation: Operation,
  dependencies: RouteDependencies,
): Pick<Route, "authorize" | "integrate"> {
  const integration = operation["x-amazon-apigateway-integration"];
  if (integration === undefined) {
    throw new RestApiDefinitionError(route, "has no x-amazon-apigateway-integration");
  }
  return {
    authorize: dependencies.authorizers.forOperation(route, operation),
    integrate: createIntegration(route, integration, dependencies),
  };
}

/** AWS refuses a setting for a method that does not exist. */
function refuseStraySettings(subject: string, api: RestApiModel): void {
  for (const route of api.stage.throttles.methods.keys()) {
    if (!hasRoute(api.document, route)) {
      throw new RestApiDefinitionError(
        subject,
        `has a method setting for "${route}", but no such route`,
      );
    }
  }
}

/** @param route - such as `GET /orders` or `ANY /orders` */
export function hasRoute({ paths = {} }: OpenApiDocument, route: string): boolean {
  const [method = "", path = ""] = route.split(" ");
  const item = Object.hasOwn(paths, path) ? paths[path] : undefined;
  if (item === undefined) return false;
  const declared = item[method.toLowerCase()] !== undefined && methods.includes(method);
  return declared || (item[anyMethod] !== undefined && ["ANY", ...methods].includes(method));
}

/** AWS's ids are random; these are the same at each start. */
function resourceIdOf(path: string): string {
  return createHash("sha256").update(path).digest("hex").slice(0, 10);
}
