import type {
  IntegrationDefinition,
  OpenApiDocument,
  Operation,
  ResponseDefinition,
  SecurityScheme,
} from "../gateway/openapi.ts";
import type { Properties, Resource } from "../graph/resource.ts";

/**
 * Builds the OpenAPI document that API Gateway exports for a REST API whose routes are separate
 * resources. Source: API Gateway Developer Guide, "OpenAPI extensions for API Gateway".
 *
 * @returns `undefined` for an API without methods
 */
export function openApiOf(api: Resource, resources: Resource[]): OpenApiDocument | undefined {
  const ofApi = (type: string) =>
    resources.filter(
      (resource) =>
        resource.type === `aws:apigateway/${type}` &&
        (resource.outputs["restApi"] ?? resource.outputs["restApiId"]) === api.id,
    );
  const pathOf = new Map<unknown, string>([[api.outputs["rootResourceId"], "/"]]);
  for (const { id, outputs } of ofApi("resource:Resource")) pathOf.set(id, String(outputs["path"]));
  const integrations = ofApi("integration:Integration").map(({ outputs }) => outputs);
  const responses = ofApi("integrationResponse:IntegrationResponse").map(({ outputs }) => outputs);

  const paths: Record<string, Record<string, Operation>> = {};
  for (const { outputs: method } of ofApi("method:Method")) {
    const path = pathOf.get(method["resourceId"]);
    if (path === undefined) continue;
    const ofMethod = ({ resourceId, httpMethod }: Properties) =>
      resourceId === method["resourceId"] && httpMethod === method["httpMethod"];
    const integration = integrations.find(ofMethod);
    (paths[path] ??= {})[methodKey(String(method["httpMethod"]))] = {
      ...authorization(method),
      ...(integration && {
        "x-amazon-apigateway-integration": definition(integration, responses.filter(ofMethod)),
      }),
    };
  }
  if (Object.keys(paths).length === 0) return undefined;
  const schemes = ofApi("authorizer:Authorizer").map(({ id, outputs }) => [id, scheme(outputs)]);
  return {
    paths,
    components: {
      securitySchemes: {
        ...Object.fromEntries(schemes),
        [apiKey]: { type: "apiKey", name: "x-api-key", in: "header" },
      },
    },
    "x-amazon-apigateway-gateway-responses": Object.fromEntries(
      ofApi("response:Response").map(({ outputs }) => [outputs["responseType"], outputs]),
    ),
  };
}

const apiKey = "api_key";

const methodKey = (method: string): string =>
  method === "ANY" ? "x-amazon-apigateway-any-method" : method.toLowerCase();

function authorization(method: Properties): Operation {
  const kind = String(method["authorization"] ?? "NONE");
  const scopes = (method["authorizationScopes"] ?? []) as string[];
  const validator = method["requestValidatorId"];
  return {
    security: [
      ...(authorizerKinds.includes(kind) ? [{ [String(method["authorizerId"])]: scopes }] : []),
      ...(method["apiKeyRequired"] === true ? [{ [apiKey]: [] }] : []),
    ],
    ...(!authorizerKinds.includes(kind) && { "x-amazon-apigateway-auth": { type: kind } }),
    ...(validator ? { "x-amazon-apigateway-request-validator": String(validator) } : {}),
  };
}

const authorizerKinds = ["COGNITO_USER_POOLS", "CUSTOM"];

function scheme({ type, identitySource, providerArns, ...authorizer }: Properties): SecurityScheme {
  return {
    type: "apiKey",
    name: String(identitySource ?? "method.request.header.Authorization")
      .split(".")
      .at(-1)!,
    in: "header",
    "x-amazon-apigateway-authorizer": {
      ...authorizer,
      type: String(type).toLowerCase(),
      ...(identitySource ? { identitySource: String(identitySource) } : {}),
      providerARNs: (providerArns ?? []) as string[],
    },
  };
}

function definition(integration: Properties, responses: Properties[]): IntegrationDefinition {
  const { type, integrationHttpMethod, timeoutMilliseconds, ...same } = integration;
  return {
    ...same,
    type: String(type).toLowerCase(),
    httpMethod: integrationHttpMethod as string | undefined,
    timeoutInMillis: timeoutMilliseconds as number | undefined,
    responses: Object.fromEntries(
      responses.map((response): [string, ResponseDefinition] => [
        String(response["selectionPattern"] || "default"),
        response,
      ]),
    ),
  };
}
