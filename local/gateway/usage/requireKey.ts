import { RestApiDefinitionError } from "../errors.ts";
import type { Exchange } from "../exchange/exchange.ts";
import { GatewayError } from "../response/gatewayError.ts";
import type { RestApiModel } from "../model.ts";
import type { Operation, SecurityScheme } from "../openapi.ts";
import type { Subscriber, UsageMeter } from "./meter.ts";

/**
 * Checks the API key of a call.
 *
 * @returns the key's subscriber, who is charged if the call is also within the stage's limits
 * @throws GatewayError 403 without a key of one of the stage's plans, 429 over the plan's limits
 */
export type RequireKey = (exchange: Exchange) => Subscriber;

/**
 * Creates the check of a route; undefined if the operation does not require a key.
 *
 * @param methods - names of plans' limits, such as `GET /orders`; the first existing one applies
 */
export type CreateRequireKey = (
  operation: Operation,
  methods: readonly string[],
) => RequireKey | undefined;

/**
 * Prepares the check of API keys for a stage. Missing, unknown and disabled keys, and keys of other
 * stages' plans, all result in 403. (API Gateway Developer Guide, "Gateway response types",
 * INVALID_API_KEY)
 */
export function createKeyCheck(
  { id, name, document, stage }: RestApiModel,
  meter: UsageMeter,
): CreateRequireKey {
  const callers = meter.forStage(id, stage.name);
  const keyOf = keySource(name, document["x-amazon-apigateway-api-key-source"]);
  const schemes = document.components?.securitySchemes ?? {};
  return ({ security }, methods) => {
    const names = (security ?? []).flatMap((requirement) => Object.keys(requirement));
    if (!names.some((scheme) => isApiKeyScheme(schemes[scheme]))) return undefined;
    return (exchange) => {
      const value = keyOf(exchange);
      const subscriber = value === undefined ? undefined : callers.get(value);
      if (subscriber === undefined) {
        const cause =
          value === undefined
            ? "no API key was sent"
            : `no usage plan of the stage has this API key`;
        throw new GatewayError("INVALID_API_KEY", { cause });
      }
      exchange.apiKey = subscriber.key;
      subscriber.admit(id, stage.name, methods);
      return subscriber;
    };
  };
}

/** (API Gateway Developer Guide, "Choose an API key source") */
function keySource(api: string, source = "HEADER"): (exchange: Exchange) => string | undefined {
  switch (source.toUpperCase()) {
    case "HEADER":
      return ({ request }) => {
        // A call with several keys is ambiguous, so it is rejected.
        const [value, ...others] = request.headers.values("x-api-key");
        return others.length > 0 ? undefined : value;
      };
    case "AUTHORIZER":
      return ({ usageIdentifierKey }) => usageIdentifierKey;
    default:
      throw new RestApiDefinitionError(
        `REST API "${api}"`,
        `"${source}" is not a valid API key source; use HEADER or AUTHORIZER`,
      );
  }
}

/**
 * True for a scheme that requires an API key. (API Gateway Developer Guide, "Configure a method to use API
 * keys with an OpenAPI definition")
 */
export const isApiKeyScheme = (scheme: SecurityScheme | undefined): boolean =>
  scheme?.type === "apiKey" &&
  scheme.in === "header" &&
  scheme.name?.toLowerCase() === "x-api-key" &&
  scheme["x-amazon-apigateway-authorizer"] === undefined &&
  scheme["x-amazon-apigateway-authtype"] === undefined;
