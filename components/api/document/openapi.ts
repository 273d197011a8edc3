import { cacheParts } from "../caching/cacheKey.ts";
import { documentationParts, documentedResponses } from "../contract/documentation.ts";
import { fillContracts, infoOf } from "../contract/fillContracts.ts";
import type { ParsedApi } from "../definition.ts";
import { apiKeySchemes, apiKeySecurity, usesApiKeys } from "../guards/apiKey.ts";
import { type AuthSource, securityOf, securitySchemes } from "../guards/auth.ts";
import { corsOf } from "../guards/cors.ts";
import { credentialHeaders } from "../guards/credentialHeaders.ts";
import { mergeParameters, requestParts, requestValidators } from "../guards/request.ts";
import { methods, pathParameters } from "../route/place.ts";
import type { Route } from "../route/route.ts";
import { retirementHeaders, versionOf } from "../versions.ts";
import { binaryMediaTypes } from "./binaryMediaTypes.ts";
import { preflightOperation, withCorsHeaders } from "./cors.ts";
import { compileGatewayResponses } from "./gatewayResponses.ts";
import { withResponseHeaders } from "./responseHeaders.ts";
import { compressionExtension } from "./responses.ts";
import type { OpenApiDocument, Operation, OperationParts, Parameter } from "./types.ts";

/** Everything that an OpenAPI document is compiled from, with resolved ARNs. */
export interface OpenApiSource extends Omit<ParsedApi, "routes">, AuthSource {
  readonly title: string;
  /** @default TLS 1.2 and 1.3 */
  readonly securityPolicy?: string | undefined;
  /** @default "BASIC" */
  readonly endpointAccessMode?: string | undefined;
  /** @default false */
  readonly disableExecuteApiEndpoint?: boolean | undefined;
  readonly routes: readonly CompiledRoute[];
}

/** A route with its integration's part of the document. */
interface CompiledRoute extends Route {
  readonly parts: OperationParts;
}

/**
 * A TLS policy, TLS 1.2 and 1.3 by default, with the access mode that API Gateway requires for it. The
 * document repeats these settings, because an import resets settings that the document lacks.
 * Source: API Gateway Developer Guide, "Security policies for REST APIs in API Gateway".
 */
export const tls = (
  securityPolicy = "SecurityPolicy_TLS13_1_2_2021_06",
  endpointAccessMode = "BASIC",
) => ({ securityPolicy, endpointAccessMode });

/** Source: API Gateway Developer Guide, "x-amazon-apigateway-endpoint-configuration object". */
const closedDefaultEndpoint = {
  servers: [
    {
      url: "/",
      "x-amazon-apigateway-endpoint-configuration": { disableExecuteApiEndpoint: true },
    },
  ],
};

/**
 * Compiles an API's routes into the OpenAPI document that API Gateway imports. Pure: only a change of
 * the source changes the document's hash, which causes a deployment.
 */
export function compileOpenApi(source: OpenApiSource): OpenApiDocument {
  const policy = tls(source.securityPolicy, source.endpointAccessMode);
  const document: OpenApiDocument = {
    openapi: "3.0.1",
    info: { title: source.title, version: "1", ...infoOf(source.routes) },
    paths: compilePaths(source),
    components: {
      securitySchemes: {
        ...securitySchemes(source.routes, source),
        ...apiKeySchemes(source.routes),
      },
      ...(source.models.names.size > 0 && { schemas: source.models.schemas }),
    },
    ...(usesApiKeys(source.routes) && {
      "x-amazon-apigateway-api-key-source": (source.apiKeySource ?? "header").toUpperCase(),
    }),
    ...requestValidators(source.routes),
    "x-amazon-apigateway-binary-media-types":
      source.binaryMediaTypes ?? binaryMediaTypes(source.routes),
    ...compressionExtension(source),
    "x-amazon-apigateway-gateway-responses": compileGatewayResponses(
      source.cors,
      source.gatewayResponses,
    ),
    ...(source.disableExecuteApiEndpoint && closedDefaultEndpoint),
    "x-amazon-apigateway-security-policy": policy.securityPolicy,
    "x-amazon-apigateway-endpoint-access-mode": policy.endpointAccessMode,
  };
  fillContracts(document, source.routes);
  return document;
}

function compilePaths(source: OpenApiSource): OpenApiDocument["paths"] {
  const paths: OpenApiDocument["paths"] = {};
  for (const route of source.routes) {
    const path = (paths[route.path] ??= {});
    path[operationKey(route)] = compileOperation(route, source);
  }
  for (const [path, operations] of Object.entries(paths)) {
    const routes = source.routes.filter((route) => route.path === path);
    const open = routes.filter((route) => corsOf(route, source.cors));
    const cors = open[0] && corsOf(open[0], source.cors);
    if (cors) {
      const credentials = credentialHeaders(open, source.authorizers, source.apiKeySource);
      operations["options"] ??= preflightOperation(cors, openMethods(routes, open), credentials);
    }
  }
  return paths;
}

const anyMethod = "x-amazon-apigateway-any-method";

const operationKey = ({ method }: Route): string =>
  method === "ANY" ? anyMethod : method.toLowerCase();

/** Methods of a path that pages may call; `ANY` means every method that the path does not list. */
function openMethods(routes: readonly Route[], open: readonly Route[]): string[] {
  if (!open.some(({ method }) => method === "ANY")) return open.map(({ method }) => method);
  const closed = routes.filter((route) => !open.includes(route)).map(({ method }) => method);
  return methods.filter((method) => method !== "ANY" && !closed.includes(method));
}

function compileOperation(route: CompiledRoute, source: OpenApiSource): Operation {
  const version = versionOf(route.path, source.versions);
  const {
    integration,
    responses,
    parameters = [],
  } = withResponseHeaders(
    withCorsHeaders(route.parts, corsOf(route, source.cors)),
    version ? retirementHeaders(version) : {},
  );
  const cache = cacheParts(route, source.authorizers);
  const read = mergeParameters(route, [
    ...declaredPath(route.path),
    ...parameters,
    ...cache.parameters,
  ]);
  return {
    ...documentationParts(route),
    ...((version?.deprecated || version?.retired) && { deprecated: true }),
    ...(read.length > 0 ? { parameters: read } : {}),
    ...requestParts(route, source.models),
    responses: documentedResponses(
      route,
      responses,
      String(integration["type"]).endsWith("_proxy"),
    ),
    security: [...securityOf(route), ...apiKeySecurity(route)],
    "x-amazon-apigateway-integration": { ...integration, ...cache.integration },
  };
}

const declaredPath = (path: string): Parameter[] =>
  pathParameters(path).map((name) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
