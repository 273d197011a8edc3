import { localAccountId } from "../../aws/endpoint.ts";
import { compileResourcePolicy } from "../../gateway/authorizers/policies/resourcePolicy.ts";
import { withPolicy } from "../../gateway/model.ts";
import type { OpenApiDocument, ResponseDefinition } from "../../gateway/openapi.ts";
import { isGatewayResponseType } from "../../gateway/response/gatewayError.ts";
import { compileGatewayResponses } from "../../gateway/response/gatewayResponses.ts";
import { notServed } from "../../gateway/notServed.ts";
import type { Resource } from "../../graph/resource.ts";

interface Context {
  readonly api: Resource;
  readonly resources: readonly Resource[];
  readonly region: string;
  readonly onUnserved: (part: string, reason: string) => void;
}

/**
 * Closes what depends on a part of a document that can't be read: the errors of a gateway response respond with 501, and
 * all routes of an API whose resource policy can't be evaluated.
 */
export function readableParts(document: OpenApiDocument, context: Context): OpenApiDocument {
  return withReadablePolicy(withReadableResponses(document, context), context);
}

const responsesKey = "x-amazon-apigateway-gateway-responses";

function withReadableResponses(
  document: OpenApiDocument,
  { onUnserved }: Context,
): OpenApiDocument {
  const responses = Object.entries(document[responsesKey] ?? {}).flatMap(
    ([type, definition]): [string, ResponseDefinition][] => {
      try {
        compileGatewayResponses({ [type]: definition });
        return [[type, definition]];
      } catch (error) {
        const { message } = error as Error;
        onUnserved(`gateway response "${type}"`, message);
        return isGatewayResponseType(type) ? [[type, { [notServed]: message }]] : [];
      }
    },
  );
  return { ...document, [responsesKey]: Object.fromEntries(responses) };
}

function withReadablePolicy(
  document: OpenApiDocument,
  { api, resources, region, onUnserved }: Context,
): OpenApiDocument {
  const policies = resources.filter(({ type }) => type === policyType);
  const subject = `REST API "${api.name}"`;
  try {
    const { id, name } = api;
    const model = { id, name, document: withPolicy(subject, document, api, policies) };
    compileResourcePolicy({ model, region, accountId: localAccountId });
    return document;
  } catch (error) {
    const { message } = error as Error;
    onUnserved("with all its routes", message);
    return { ...document, "x-amazon-apigateway-policy": undefined, [notServed]: message };
  }
}

const policyType = "aws:apigateway/restApiPolicy:RestApiPolicy";
