import type { RestApiModel } from "../gateway/index.ts";
import { notServed } from "../gateway/notServed.ts";
import type { OpenApiDocument, Operation, PathItem } from "../gateway/openapi.ts";
import type { RegionDefinition } from "../region/definition.ts";
import { readIntegration } from "./readIntegration.ts";
import type { AuthInfo, RouteInfo } from "./routeInfo.ts";
import { type Described, readBody, readParameters } from "./readRequest.ts";

/** A route of one region. */
export type RegionRoute = Omit<RouteInfo, "regions" | "basePath">;

const anyMethod = "x-amazon-apigateway-any-method";
const methods = new Set(["get", "put", "post", "delete", "options", "head", "patch", anyMethod]);

/**
 * Reads a stage's routes.
 *
 * @param contract - the published document, which describes more than API Gateway's; undefined if there is none
 */
export function readRoutes(
  api: RestApiModel,
  { resources, services }: Pick<RegionDefinition, "resources" | "services">,
  contract?: OpenApiDocument,
): RegionRoute[] {
  const { document, stage, firewall } = api;
  const name = apiNameOf(api, resources);
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([key]) => methods.has(key))
      .map(([key, operation]): RegionRoute => {
        const method = key === anyMethod ? "ANY" : key.toUpperCase();
        const described = (contract?.paths?.[path]?.[key] ?? operation) as Described;
        const integration = operation["x-amazon-apigateway-integration"] ?? {};
        const unserved = operation[notServed] ?? document[notServed];
        return {
          api: name,
          stage: stage.name,
          method,
          path,
          ...(described.summary !== undefined &&
            described.summary !== `${method} ${path}` && { summary: described.summary }),
          ...(described.description !== undefined && { description: described.description }),
          auth: readAuth(operation, document),
          apiKey: schemesOf(operation, document).some(([, scheme]) => isApiKey(scheme)),
          ...throttleOf(api, `${method} ${path}`),
          ...(firewall && { firewall: firewall.name }),
          validates: validatedParts(operation, document),
          ...cacheOf(api, `${method} ${path}`, integration.cacheKeyParameters ?? []),
          integration: readIntegration(integration, { resources, services }),
          ...readRequest(path, { operation, item, document, described, contract }),
          ...(unserved !== undefined && { notServed: unserved }),
        };
      }),
  );
}

/** The API's name in the program: AWS's differs from region to region. */
export const apiNameOf = (
  { id, name }: Pick<RestApiModel, "id" | "name">,
  resources: RegionDefinition["resources"],
): string =>
  resources.find((each) => each.type === "aws:apigateway/restApi:RestApi" && each.id === id)
    ?.name ?? name;

interface Sources {
  readonly operation: Operation;
  readonly item: PathItem;
  readonly document: OpenApiDocument;
  readonly described: Described;
  readonly contract: OpenApiDocument | undefined;
}

/** The published document may lack what only API Gateway's has, and the other way round. */
function readRequest(path: string, { operation, item, document, described, contract }: Sources) {
  const shared = (item as { readonly parameters?: Described["parameters"] }).parameters ?? [];
  const body =
    readBody(described, contract ?? document) ?? readBody(operation as Described, document);
  return {
    parameters: readParameters(path, [
      { list: described.parameters ?? [], document: contract ?? document },
      { list: [...(operation.parameters ?? []), ...shared], document },
    ]),
    ...(body && { body }),
  };
}

type Scheme = NonNullable<NonNullable<OpenApiDocument["components"]>["securitySchemes"]>[string];

const isApiKey = (scheme: Scheme): boolean =>
  scheme.name?.toLowerCase() === "x-api-key" &&
  scheme["x-amazon-apigateway-authtype"] === undefined;

/** The security schemes that a call needs, with their scopes. */
function schemesOf(
  { security }: Operation,
  document: OpenApiDocument,
): [scopes: readonly string[], scheme: Scheme][] {
  const schemes = document.components?.securitySchemes ?? {};
  return (security ?? document.security ?? []).flatMap((requirement) =>
    Object.entries(requirement).flatMap(([name, scopes]): [readonly string[], Scheme][] => {
      const scheme = schemes[name];
      return scheme ? [[scopes, scheme]] : [];
    }),
  );
}

function readAuth(operation: Operation, document: OpenApiDocument): AuthInfo {
  const signed = (operation["x-amazon-apigateway-auth"] ?? document["x-amazon-apigateway-auth"])
    ?.type;
  const [found] = schemesOf(operation, document).filter(([, scheme]) => !isApiKey(scheme));
  const type = found?.[1]["x-amazon-apigateway-authtype"]?.toLowerCase();
  if (type === "awssigv4" || /^aws_iam$/i.test(signed ?? "")) return { kind: "IAM", scopes: [] };
  if (!found) return { kind: "none", scopes: [] };
  const [scopes, { name }] = found;
  const kind = type === "cognito_user_pools" ? "user pool" : "function";
  return { kind, scopes, ...(name !== undefined && { header: name }) };
}

function throttleOf({ stage }: RestApiModel, route: string): Pick<RouteInfo, "throttle"> {
  const { everyMethod, methods: own } = stage.throttles;
  const limit = { ...everyMethod, ...own.get(route) };
  return Object.keys(limit).length > 0 ? { throttle: limit } : {};
}

function cacheOf(
  { stage }: RestApiModel,
  route: string,
  keys: readonly string[],
): Pick<RouteInfo, "cache"> {
  if (!stage.caching) return {};
  const { everyMethod, methods: own } = stage.caching;
  const { enabled = false, ttlSeconds = 300 } = { ...everyMethod, ...own.get(route) };
  const names = keys.map((key) => key.replace(/^method\.request\./, ""));
  return enabled ? { cache: { ttlSeconds, keys: names } } : {};
}

function validatedParts(operation: Operation, document: OpenApiDocument): RouteInfo["validates"] {
  const key = "x-amazon-apigateway-request-validator";
  const name = operation[key] ?? document[key];
  const validators = document["x-amazon-apigateway-request-validators"] ?? {};
  const validator = name === undefined ? undefined : validators[name];
  return [
    ...(validator?.validateRequestParameters ? ["parameters" as const] : []),
    ...(validator?.validateRequestBody ? ["body" as const] : []),
  ];
}
