import assert from "node:assert/strict";
import type { Exchange } from "../exchange/exchange.ts";
import { GatewayError, type GatewayResponseType } from "./gatewayError.ts";
import { compileGatewayResponses } from "./gatewayResponses.ts";
import type { ResponseDefinition } from "../openapi.ts";

const message = (text: string) => JSON.stringify({ message: text });

/**
 * Type, status, `x-amzn-ErrorType` and default body. INTEGRATION_FAILURE is missing, because its
 * status depends on the backend, and so are types that several errors share.
 */
const types: [type: GatewayResponseType, status: number, error: string, body: string][] = [
  [
    "ACCESS_DENIED",
    403,
    "AccessDenied",
    '{"Message":"User is not authorized to access this resource"}',
  ],
  ["API_CONFIGURATION_ERROR", 500, "InternalServerError", '{"message": "Internal server error"}'],
  ["AUTHORIZER_CONFIGURATION_ERROR", 500, "AuthorizerConfiguration", '{"message":null}'],
  ["AUTHORIZER_FAILURE", 500, "AuthorizerFailure", '{"message":null}'],
  ["BAD_REQUEST_BODY", 400, "BadRequest", '{"message": "Invalid request body"}'],
  [
    "EXPIRED_TOKEN",
    403,
    "ExpiredToken",
    message("The security token included in the request is expired"),
  ],
  ["INTEGRATION_TIMEOUT", 504, "InternalServerError", '{"message": "Endpoint request timed out"}'],
  ["INVALID_API_KEY", 403, "Forbidden", message("Forbidden")],
  [
    "MISSING_AUTHENTICATION_TOKEN",
    403,
    "MissingAuthenticationToken",
    message("Missing Authentication Token"),
  ],
  ["QUOTA_EXCEEDED", 429, "LimitExceeded", message("Limit Exceeded")],
  ["RESOURCE_NOT_FOUND", 404, "NotFound", message("Not Found")],
  ["THROTTLED", 429, "TooManyRequests", message("Too Many Requests")],
  ["UNAUTHORIZED", 401, "Unauthorized", message("Unauthorized")],
  ["UNSUPPORTED_MEDIA_TYPE", 415, "BadRequest", '{"message": "Unsupported Media Type"}'],
  ["WAF_FILTERED", 403, "Forbidden", message("Forbidden")],
];

const custom: ResponseDefinition = {
  statusCode: "418",
  responseTemplates: { "application/json": '{"custom":true}' },
};

const reply = (
  type: GatewayResponseType,
  definitions: Readonly<Record<string, ResponseDefinition>>,
) => {
  const { status, headers, body } = compileGatewayResponses(definitions)(
    new GatewayError(type),
    {} as Exchange,
  );
  const at = headers.indexOf("x-amzn-ErrorType");
  return { status, body, errorType: at === -1 ? undefined : headers[at + 1] };
};

describe("a gateway response's type", () => {
  for (const [type, status, error, body] of types) {
    const errorType = `${error}Exception`;
    it(`${type} has its status, error type and body`, () => {
      assert.deepEqual(reply(type, {}), { status, errorType, body });
    });

    // DEFAULT_4XX and DEFAULT_5XX apply to every type that is not configured.
    it(`${type} uses its own definition, or the default for its class of status`, () => {
      const customized = { status: 418, errorType, body: '{"custom":true}' };
      const defaultType = status < 500 ? "DEFAULT_4XX" : "DEFAULT_5XX";
      const otherDefault = status < 500 ? "DEFAULT_5XX" : "DEFAULT_4XX";

      assert.deepEqual(reply(type, { [type]: custom }), customized);
      assert.deepEqual(reply(type, { [defaultType]: custom }), customized);
      assert.deepEqual(reply(type, { [otherDefault]: custom }), { status, errorType, body });
    });
  }

  it("REQUEST_TOO_LARGE cannot be customized, and is plain text", () => {
    assert.deepEqual(
      reply("REQUEST_TOO_LARGE", { REQUEST_TOO_LARGE: custom, DEFAULT_4XX: custom }),
      {
        status: 413,
        errorType: undefined,
        body: "HTTP content length exceeded 10485760 bytes.",
      },
    );
  });
});
