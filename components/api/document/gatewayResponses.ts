import { type CorsArgs, errorHeaders } from "./cors.ts";

/**
 * Errors that API Gateway answers by itself and that may be said otherwise. `REQUEST_TOO_LARGE` (413)
 * is not among them: API Gateway lets nobody change it.
 * Source: API Gateway Developer Guide, "Gateway response types for API Gateway".
 */
export const gatewayResponseTypes = [
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

export type GatewayResponseType = (typeof gatewayResponseTypes)[number];

/** An error of the gateway as callers get it. */
export interface GatewayResponseArgs {
  /**
   * 400 to 599. On `DEFAULT_4XX` and `DEFAULT_5XX` it is the status of every error that has no entry
   * of its own.
   * @default API Gateway's own
   */
  readonly status?: number;
  /**
   * Headers besides `X-Correlation-Id` and those of CORS, which an entry of the same name replaces. A
   * value is fixed, or is one variable: `$context.requestId`, `$stageVariables.team` or
   * `$method.request.header.Origin`.
   * @default none
   */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * The body, with the variables filled in as they are: no template language, no escaping, so that
   * what a client sends has no place in it. `$context.error.messageString` has its quotes already.
   * `$context.error.validationErrorString` tells what is wrong with a request, and names fields.
   * @default `{"message":$context.error.messageString}`
   */
  readonly body?: string;
  /** The body's type. @default "application/json" */
  readonly contentType?: string;
}

/** Errors of the gateway by type; what is not said stays as it is. */
export type GatewayResponses = { readonly [Type in GatewayResponseType]?: GatewayResponseArgs };

const defaultBody = '{"message":$context.error.messageString}';

const variable = /^\$(context|stageVariables|method\.request\.(header|path|querystring))\.[\w.-]+$/;

/** @param failure - makes the error from what was given, what is allowed and what to do */
export function checkGatewayResponses(
  responses: GatewayResponses,
  failure: (given: unknown, allowed: string, fix: string) => Error,
): void {
  for (const [type, response] of Object.entries(responses)) {
    if (!(gatewayResponseTypes as readonly string[]).includes(type)) {
      throw failure(
        type,
        gatewayResponseTypes.join(", "),
        type === "REQUEST_TOO_LARGE" ? "API Gateway lets nobody change it." : "Use one of them.",
      );
    }
    const { status = 400, headers = {} } = response;
    if (!Number.isInteger(status) || status < 400 || status > 599) {
      throw failure({ [type]: { status } }, "a status from 400 to 599", "It is an error: say so.");
    }
    for (const [name, value] of Object.entries(headers)) {
      const isFixed = /^[\x20-\x26\x28-\x7e]*$/.test(value) && !value.startsWith("$");
      if (!/^[A-Za-z0-9-]+$/.test(name) || !(isFixed || variable.test(value))) {
        throw failure(
          { [type]: { headers: { [name]: value } } },
          "a header with a fixed value without single quotes, or with one variable",
          'Write a variable as "$context.requestId".',
        );
      }
    }
  }
}

/**
 * `x-amazon-apigateway-gateway-responses`. Every error names the request, so that a caller's report
 * finds its log line, and can be read by the pages that may call.
 */
export function compileGatewayResponses(
  cors: CorsArgs | undefined,
  responses: GatewayResponses = {},
): Record<string, object> {
  const common = {
    "gatewayresponse.header.X-Correlation-Id": "context.requestId",
    ...errorHeaders(cors),
  };
  // A type with an entry of its own takes nothing from DEFAULT_4XX.
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
