import { requirementsOf } from "../../gateway/authorizers/requirements.ts";
import type { OpenApiDocument, Operation, PathItem } from "../../gateway/openapi.ts";
import { notServed } from "../../gateway/notServed.ts";
import type { Properties, Resource } from "../../graph/resource.ts";
import { modelsOf } from "./models.ts";
import { integrationOf, methodKey, operationOf } from "./operations.ts";
import { ApiParts, filled } from "./parts.ts";
import { pathsOf } from "./paths.ts";
import { apiKey, apiKeyScheme, schemeOf } from "./schemes.ts";

/**
 * The OpenAPI document of a REST API: its body, if it has one, completed by its separate resources as API Gateway
 * would export both together. (API Gateway Developer Guide, "OpenAPI extensions for API Gateway")
 *
 * @param onUnplaced - called for each resource whose method or path the exports lack
 * @returns `undefined` for an API without a body and methods
 */
export function documentOf(
  api: Resource,
  base: OpenApiDocument | undefined,
  resources: readonly Resource[],
  onUnplaced: (resource: Resource, reason: string) => void,
): OpenApiDocument | undefined {
  const parts = new ApiParts(api, resources);
  const methods = parts.ofType("method:Method");
  const integrations = parts.ofType("integration:Integration");
  if (methods.length + integrations.length === 0) {
    return base && withParts(base, base.paths ?? {}, parts);
  }
  const paths = new PathItems(base && withOwnSecurity(base));
  const pathAt = pathsOf(api, parts);
  const place = (part: Resource, put: (path: string, key: string) => boolean): void => {
    const path = pathAt.get(part.outputs["resourceId"]);
    if (path === undefined) onUnplaced(part, "its resource is not in the exports");
    else if (!put(path, methodKey(part.outputs["httpMethod"]))) {
      onUnplaced(part, "its method is not in the exports");
    }
  };
  for (const method of methods) {
    place(method, (path, key) => paths.add(path, key, operationOf(method.outputs)));
  }
  const responses = parts.ofType("integrationResponse:IntegrationResponse");
  for (const integration of integrations) {
    const own = responses.filter(isOfMethod(integration.outputs)).map(({ outputs }) => outputs);
    const definition = integrationOf(integration.outputs, own);
    const operation = { "x-amazon-apigateway-integration": definition };
    place(integration, (path, key) => paths.complete(path, key, operation));
  }
  return withParts({ ...base, security: [] }, paths.all, parts);
}

const isOfMethod =
  ({ resourceId, httpMethod }: Properties) =>
  ({ outputs }: Resource): boolean =>
    outputs["resourceId"] === resourceId && outputs["httpMethod"] === httpMethod;

class PathItems {
  readonly all: Record<string, Record<string, Operation>>;

  constructor(base: OpenApiDocument | undefined) {
    const items = Object.entries(base?.paths ?? {});
    this.all = Object.fromEntries(items.map(([path, item]) => [path, { ...item }]));
  }

  /** A separate method replaces the body's. */
  add(path: string, key: string, operation: Operation): true {
    (this.all[path] ??= {})[key] = operation;
    return true;
  }

  complete(path: string, key: string, more: Operation): boolean {
    const operation = this.all[path]?.[key];
    if (operation !== undefined) this.all[path]![key] = { ...operation, ...more };
    return operation !== undefined;
  }
}

/** Moves the document's security into its operations, because it does not apply to separate methods. */
function withOwnSecurity(document: OpenApiDocument): OpenApiDocument {
  const guard = (path: string, key: string, operation: Operation): Operation => {
    if (typeof operation !== "object" || Array.isArray(operation)) return operation;
    try {
      return { ...operation, security: requirementsOf(`${key} ${path}`, operation, document) };
    } catch (error) {
      return { [notServed]: (error as Error).message };
    }
  };
  const items = Object.entries(document.paths ?? {}).map(([path, item]): [string, PathItem] => [
    path,
    Object.fromEntries(Object.entries(item).map(([key, each]) => [key, guard(path, key, each)])),
  ]);
  return { ...document, paths: Object.fromEntries(items) };
}

function withParts(
  document: OpenApiDocument,
  paths: OpenApiDocument["paths"],
  parts: ApiParts,
): OpenApiDocument {
  const named = <T>(type: string, entry: (part: Resource) => [unknown, T]) =>
    Object.fromEntries(parts.ofType(type).map(entry)) as Record<string, T>;
  const { components } = document;
  return {
    ...document,
    paths,
    components: {
      ...components,
      securitySchemes: {
        [apiKey]: apiKeyScheme,
        ...components?.securitySchemes,
        ...named("authorizer:Authorizer", ({ id, outputs }) => [id, schemeOf(outputs)]),
      },
      schemas: { ...modelsOf(parts.ofType("model:Model")), ...components?.schemas },
    },
    "x-amazon-apigateway-gateway-responses": {
      ...document["x-amazon-apigateway-gateway-responses"],
      ...named("response:Response", ({ outputs }) => [outputs["responseType"], filled(outputs)]),
    },
    "x-amazon-apigateway-request-validators": {
      ...document["x-amazon-apigateway-request-validators"],
      ...named("requestValidator:RequestValidator", ({ id, outputs }) => [id, outputs]),
    },
  };
}
