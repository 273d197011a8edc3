import { type CorsArgs, errorHeaders, preflightOperation } from "./cors.ts";
import { lambdaProxyObject } from "./integrations/lambdaProxy.ts";
import { type Integration, methods, type Route } from "./route.ts";

/** Everything an OpenAPI document is compiled from; ARNs are known by now. */
export interface OpenApiSource {
  readonly title: string;
  readonly routes: Route[];
  /** User pools, in any region, whose tokens are valid here. */
  readonly userPoolArns: string[];
  /** Where API Gateway invokes each service's proxy function, by service name. */
  readonly proxyUris: Record<string, string>;
  readonly cors?: CorsArgs;
}

type Operation = Record<string, unknown>;

/** The part of an OpenAPI 3 document that this compiler writes. */
export interface OpenApiDocument {
  readonly openapi: "3.0.1";
  readonly info: { title: string; version: string };
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { securitySchemes: Record<string, unknown> };
  readonly [extension: `x-amazon-apigateway-${string}`]: unknown;
}

/**
 * TLS 1.2 and 1.3. API Gateway asks for an access mode with it; `BASIC` is the one to begin with. It
 * stands in the document too, because an import takes back what the document does not say.
 * Source: API Gateway Developer Guide, "Security policies for REST APIs in API Gateway".
 */
export const tls = {
  securityPolicy: "SecurityPolicy_TLS13_1_2_2021_06",
  endpointAccessMode: "BASIC",
};

const cognitoScheme = "cognito";

/**
 * Compiles an API's routes into the OpenAPI document that API Gateway imports. Pure: the same
 * source is the same document, so that its hash tells whether a deployment is due.
 */
export function compileOpenApi(source: OpenApiSource): OpenApiDocument {
  return {
    openapi: "3.0.1",
    info: { title: source.title, version: "1" },
    paths: compilePaths(source),
    components: {
      securitySchemes: usesCognito(source.routes)
        ? { [cognitoScheme]: cognitoAuthorizer(source.userPoolArns) }
        : {},
    },
    // Bodies pass as the bytes they are; what the client says it accepts changes nothing.
    "x-amazon-apigateway-binary-media-types": ["*/*"],
    "x-amazon-apigateway-gateway-responses": gatewayResponses(source.cors),
    "x-amazon-apigateway-security-policy": tls.securityPolicy,
    "x-amazon-apigateway-endpoint-access-mode": tls.endpointAccessMode,
  };
}

function compilePaths(source: OpenApiSource): OpenApiDocument["paths"] {
  const paths: OpenApiDocument["paths"] = {};
  for (const route of source.routes) {
    const path = (paths[route.path] ??= {});
    path[operationKey(route)] = compileOperation(route, source);
  }
  if (source.cors) {
    for (const operations of Object.values(paths)) {
      operations["options"] ??= preflightOperation(source.cors, servedMethods(operations));
    }
  }
  return paths;
}

const anyMethod = "x-amazon-apigateway-any-method";

const operationKey = ({ method }: Route): string =>
  method === "ANY" ? anyMethod : method.toLowerCase();

const servedMethods = (operations: Record<string, Operation>): string[] =>
  anyMethod in operations
    ? methods.filter((method) => method !== "ANY")
    : Object.keys(operations).map((key) => key.toUpperCase());

function compileOperation(route: Route, source: OpenApiSource): Operation {
  const parameters = pathParameters(route.path);
  return {
    ...(parameters.length > 0 ? { parameters } : {}),
    responses: { "200": { description: "What the backend answers" } },
    security: route.auth === "none" ? [] : [{ [cognitoScheme]: route.scopes ?? [] }],
    "x-amazon-apigateway-integration": compileIntegration(route.integration, source),
  };
}

function compileIntegration(integration: Integration, source: OpenApiSource): Operation {
  switch (integration.kind) {
    case "lambdaProxy":
      return lambdaProxyObject(source.proxyUris[integration.service]!);
  }
}

const pathParameters = (path: string) =>
  [...path.matchAll(/\{([^}]+?)\+?\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));

const usesCognito = (routes: Route[]): boolean => routes.some(({ auth }) => auth !== "none");

/** Source: API Gateway Developer Guide, "x-amazon-apigateway-authorizer object". */
const cognitoAuthorizer = (userPoolArns: string[]) => ({
  type: "apiKey",
  name: "Authorization",
  in: "header",
  "x-amazon-apigateway-authtype": "cognito_user_pools",
  "x-amazon-apigateway-authorizer": { type: "cognito_user_pools", providerARNs: userPoolArns },
});

/** Errors of the gateway itself name the request, so that a caller's report finds its log line. */
function gatewayResponses(cors: CorsArgs | undefined) {
  const responseParameters = {
    "gatewayresponse.header.X-Correlation-Id": "context.requestId",
    ...errorHeaders(cors),
  };
  return { DEFAULT_4XX: { responseParameters }, DEFAULT_5XX: { responseParameters } };
}
