import type { Operation, ResponseObject } from "../document/types.ts";
import type { Traits } from "./gatewayErrors.ts";

interface IntegrationPart {
  readonly type: string;
  readonly passthroughBehavior?: string;
  readonly requestTemplates?: Readonly<Record<string, string>>;
  readonly responses?: Readonly<
    Record<string, { statusCode: string; responseTemplates?: Readonly<Record<string, string>> }>
  >;
}

const integrationOf = (operation: Operation) =>
  operation["x-amazon-apigateway-integration"] as IntegrationPart;

/** A proxy integration passes the backend's responses through. */
const isProxy = ({ type }: IntegrationPart): boolean => type.endsWith("_proxy");

export function traitsOf(operation: Operation): Omit<Traits, "security"> {
  const integration = integrationOf(operation);
  return {
    validates: "x-amazon-apigateway-request-validator" in operation,
    maps: !isProxy(integration) && integration.passthroughBehavior === "never",
  };
}

/** Content types of an operation's body if it has no model. */
export function bodyTypes(operation: Operation, method: string): string[] {
  if (!["post", "put", "patch"].includes(method)) return [];
  const { type, requestTemplates } = integrationOf(operation);
  if (type === "mock") return [];
  return Object.keys(requestTemplates ?? { "*/*": "" });
}

/**
 * Responses of an operation's backend by status; `default` stands for all others of a proxied backend.
 *
 * @param errorSchema - schema of the bodies of a service's errors
 */
export function ownResponses(
  operation: Operation,
  method: string,
  errorSchema: object,
): Record<string, ResponseObject> {
  const integration = integrationOf(operation);
  const known = operation["responses"] as Readonly<Record<string, ResponseObject>>;
  if (isProxy(integration)) {
    return {
      ...known,
      default: { description: "Any other response of the backend", content: { "*/*": {} } },
    };
  }
  return Object.fromEntries(
    Object.entries(known).map(([status, response]) => [
      status,
      withContent(response, method === "head" ? {} : contentOf(integration, status, errorSchema)),
    ]),
  );
}

const withContent = (response: ResponseObject, content: object): ResponseObject =>
  response.content === undefined && Object.keys(content).length > 0
    ? { ...response, content: content as Readonly<Record<string, unknown>> }
    : response;

/** Content of a status by its templates' content types. Without a template, bytes pass through. */
function contentOf(
  { type, responses = {} }: IntegrationPart,
  status: string,
  errorSchema: object,
): object {
  if (/^(204|3\d\d)$/.test(status)) return {};
  const all = Object.values(responses);
  const stated = all.filter(({ statusCode }) => statusCode === status);
  // A template sets the other statuses, and all templates write the same types.
  const templates = (stated.length > 0 ? stated : all).map(
    ({ responseTemplates }) => responseTemplates,
  );
  if (stated.length > 0 && templates.some((template) => template === undefined)) {
    return { "*/*": {} };
  }
  const types = templates.flatMap((template) => Object.keys(template ?? {}));
  // Errors of services have the same body as the gateway's own.
  const schema = type === "aws" && status >= "400" ? errorSchema : {};
  return Object.fromEntries([...new Set(types)].map((each) => [each, { schema }]));
}
