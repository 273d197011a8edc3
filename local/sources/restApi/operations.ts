import type {
  IntegrationDefinition,
  Operation,
  ParameterDefinition,
  ResponseDefinition,
} from "../../gateway/openapi.ts";
import type { Properties } from "../../graph/resource.ts";
import { modelPlace } from "./models.ts";
import { filled } from "./parts.ts";
import { apiKey } from "./schemes.ts";

/** The key of a method in a path item. */
export const methodKey = (method: unknown): string =>
  method === "ANY" ? "x-amazon-apigateway-any-method" : String(method).toLowerCase();

/** The operation of a separate method, without its integration. */
export function operationOf(method: Properties): Operation {
  const { requestModels, requestParameters, requestValidatorId: validator } = method;
  const content = Object.entries((requestModels ?? {}) as Record<string, string>).map(
    ([type, name]) => [type, { schema: { $ref: `${modelPlace}${name}` } }] as const,
  );
  const parameters = Object.entries((requestParameters ?? {}) as Record<string, boolean>).flatMap(
    ([source, required]) => parameterOf(source, required),
  );
  return {
    ...authorization(method),
    ...(validator ? { "x-amazon-apigateway-request-validator": String(validator) } : {}),
    ...(parameters.length > 0 && { parameters }),
    ...(content.length > 0 && { requestBody: { content: Object.fromEntries(content) } }),
  };
}

const authorizerKinds = ["COGNITO_USER_POOLS", "CUSTOM"];

function authorization(method: Properties): Operation {
  const kind = String(method["authorization"] ?? "NONE");
  const scopes = (method["authorizationScopes"] ?? []) as string[];
  return {
    security: [
      ...(authorizerKinds.includes(kind) ? [{ [String(method["authorizerId"])]: scopes }] : []),
      ...(method["apiKeyRequired"] === true ? [{ [apiKey]: [] }] : []),
    ],
    ...(!authorizerKinds.includes(kind) && { "x-amazon-apigateway-auth": { type: kind } }),
  };
}

const places: Readonly<Record<string, string>> = {
  header: "header",
  path: "path",
  querystring: "query",
};

/** @param source - such as `method.request.header.X-Tenant` */
function parameterOf(source: string, required: boolean): ParameterDefinition[] {
  const [, place = "", name = ""] = /^method\.request\.(\w+)\.(.+)$/.exec(source) ?? [];
  return places[place] === undefined ? [] : [{ name, in: places[place], required }];
}

/** @param responses - its separate integration responses */
export function integrationOf(
  integration: Properties,
  responses: readonly Properties[],
): IntegrationDefinition {
  const {
    type,
    integrationHttpMethod,
    timeoutMilliseconds,
    httpMethod: _,
    ...same
  } = filled(integration);
  return {
    ...same,
    type: String(type).toLowerCase(),
    httpMethod: integrationHttpMethod as string | undefined,
    timeoutInMillis: timeoutMilliseconds as number | undefined,
    responses: Object.fromEntries(
      responses.map((response): [string, ResponseDefinition] => [
        String(response["selectionPattern"] || "default"),
        filled(response),
      ]),
    ),
  };
}
