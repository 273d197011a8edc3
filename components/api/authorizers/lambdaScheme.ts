import type { Operation } from "../document/types.ts";
import { invocationUri } from "../document/uris.ts";
import * as defaults from "./defaults.ts";
import type { AuthorizerDefinition } from "./definition.ts";

/**
 * A Lambda authorizer as a security scheme.
 * Source: API Gateway Developer Guide, "x-amazon-apigateway-authorizer object".
 */
export function lambdaScheme(
  definition: AuthorizerDefinition,
  region: string,
  functionArn: string,
): Operation {
  const authorizer = {
    type: definition.kind,
    authorizerUri: invocationUri(region, functionArn),
    authorizerResultTtlInSeconds: definition.ttlSeconds ?? defaults.ttlSeconds,
  };
  if (definition.kind === "token") {
    const { identityValidationExpression } = definition;
    return scheme(definition.header ?? defaults.header, {
      ...authorizer,
      ...(identityValidationExpression && { identityValidationExpression }),
    });
  }
  const { identitySources } = definition;
  return scheme(schemeHeader(identitySources), {
    ...authorizer,
    ...(identitySources.length > 0 && { identitySource: identitySources.join(", ") }),
  });
}

const scheme = (name: string, authorizer: Operation): Operation => ({
  type: "apiKey",
  name,
  in: "header",
  "x-amazon-apigateway-authtype": "custom",
  "x-amazon-apigateway-authorizer": authorizer,
});

/** API Gateway calls it `Unused` unless the only source is a header. */
function schemeHeader([first, ...others]: readonly string[]): string {
  const header = /^method\.request\.header\.(.+)$/.exec(first ?? "")?.[1];
  return header !== undefined && others.length === 0 ? header : "Unused";
}
