import { anyText, check, mapOf, options, type Rule, text, whole } from "../../shared/options.ts";
import type { CorsArgs } from "../guards/cors.ts";
import { errorHeaders } from "./cors.ts";

/**
 * Types of API Gateway's own error responses that can be customized, unlike `REQUEST_TOO_LARGE` (413).
 * Source: API Gateway Developer Guide, "Gateway response types for API Gateway".
 */
const gatewayResponseTypes = [
  "ACCESS_DENIED",
  "API_CONFIGURATION_ERROR",
  "AUTHORIZER_CONFIGURATION_ERROR",
  "AUTHORIZER_FAILURE",
  "BAD_REQUEST_BODY",
  "BAD_REQUEST_PARAMETERS",
  "DEFAULT_4XX",
  "DEFAULT_5XX",
  "EXPIRED_TOKEN",
  "INTEGRATION_FAILURE",
  "INTEGRATION_TIMEOUT",
  "INVALID_API_KEY",
  "INVALID_SIGNATURE",
  "MISSING_AUTHENTICATION_TOKEN",
  "QUOTA_EXCEEDED",
  "RESOURCE_NOT_FOUND",
  "THROTTLED",
  "UNAUTHORIZED",
  "UNSUPPORTED_MEDIA_TYPE",
  "WAF_FILTERED",
] as const;

type GatewayResponseType = (typeof gatewayResponseTypes)[number];

/** A customized error response. */
interface GatewayResponseArgs {
  /**
   * 400 to 599. On `DEFAULT_4XX` and `DEFAULT_5XX` it applies to every error without an entry.
   * @default API Gateway's own
   */
  readonly status?: number;
  /**
   * Headers besides `X-Correlation-Id` and those of CORS; an entry of the same name replaces one of
   * them. A value is fixed, or a single variable: `$context.requestId`, `$stageVariables.team` or
   * `$method.request.header.Origin`.
   * @default none
   */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * The body. Variables are filled in without escaping, so never use one that a client controls.
   * `$context.error.messageString` includes its quotes. `$context.error.validationErrorString`
   * describes what is wrong with a request, and names fields.
   * @default `{"message":$context.error.messageString}`
   */
  readonly body?: string;
  /** The body's type. @default "application/json" */
  readonly contentType?: string;
}

/** Customized error responses by type. */
export type GatewayResponses = { readonly [Type in GatewayResponseType]?: GatewayResponseArgs };

const defaultBody = '{"message":$context.error.messageString}';

const variable = /^\$(context|stageVariables|method\.request\.(header|path|querystring))\.[\w.-]+$/;

const isHeaderValue = (value: string): boolean =>
  variable.test(value) || (/^[\x20-\x26\x28-\x7e]*$/.test(value) && !value.startsWith("$"));

const responseRule = options<GatewayResponseArgs>({
  status: whole(400, 599),
  headers: mapOf(
    check(
      (value) => typeof value === "string" && isHeaderValue(value),
      "a fixed value without single quotes, or one variable such as $context.requestId",
    ),
    text(/^[A-Za-z0-9-]+$/, "header names of letters, digits and dashes"),
  ),
  body: anyText,
  contentType: text(),
});

export const gatewayResponsesRule: Rule = options<GatewayResponses>(
  Object.fromEntries(gatewayResponseTypes.map((type) => [type, responseRule])) as Record<
    GatewayResponseType,
    Rule
  >,
);

/**
 * `x-amazon-apigateway-gateway-responses`. Every error carries the request's id, which leads from a
 * caller's report to the log line, and can be read by the pages that may call.
 */
export function compileGatewayResponses(
  cors: CorsArgs | undefined,
  responses: GatewayResponses = {},
): Record<string, object> {
  const common = {
    "gatewayresponse.header.X-Correlation-Id": "context.requestId",
    ...errorHeaders(cors),
  };
  // A type with an entry inherits nothing from DEFAULT_4XX.
  const all: GatewayResponses = { DEFAULT_4XX: {}, DEFAULT_5XX: {}, ...responses };
  return Object.fromEntries(
    Object.entries(all).map(([type, { status, headers = {}, body, contentType }]) => [
      type,
      {
        ...(status !== undefined && { statusCode: String(status) }),
        responseParameters: withHeaders(common, headers),
        ...((body !== undefined || contentType !== undefined) && {
          responseTemplates: { [contentType ?? "application/json"]: body ?? defaultBody },
        }),
      },
    ]),
  );
}

function withHeaders(
  common: Readonly<Record<string, string>>,
  own: Readonly<Record<string, string>>,
): Record<string, string> {
  const names = Object.keys(own).map((name) => `gatewayresponse.header.${name}`.toLowerCase());
  const kept = Object.entries(common).filter(([key]) => !names.includes(key.toLowerCase()));
  const added = Object.entries(own).map(([name, value]) => [
    `gatewayresponse.header.${name}`,
    value.startsWith("$") ? value.slice(1) : `'${value}'`,
  ]);
  return Object.fromEntries([...kept, ...added]) as Record<string, string>;
}
