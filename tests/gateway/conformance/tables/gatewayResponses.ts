import { example, type Case, type Table } from "../case.ts";
import { apiKeyScheme, lambda, lambdaAuthorizer, mock, secured } from "../operations.ts";

const definition = "1.6 D:api-gateway-gatewayResponse-definition";
const extension = "1.6 D:api-gateway-swagger-extensions-gateway-responses";
const types = "1.6 D:supported-gateway-response-types";

const components = {
  securitySchemes: { api_key: apiKeyScheme, partners: lambdaAuthorizer({ type: "token" }) },
};

/** A table for an API with these gateway responses. */
const responding = (
  title: string,
  responses: NonNullable<Table["document"]>["x-amazon-apigateway-gateway-responses"],
  cases: readonly Case[],
): Table => ({
  title: `1.6 gateway responses: ${title}`,
  stage: { variables: { tenant: "blue" } },
  document: { components, "x-amazon-apigateway-gateway-responses": responses! },
  cases,
});

export const gatewayResponses: readonly Table[] = [
  responding(
    "templates and headers",
    {
      DEFAULT_4XX: {
        responseParameters: {
          "gatewayresponse.header.Access-Control-Allow-Origin": "'*'",
          "gatewayresponse.header.X-Query": "method.request.querystring.q",
          "gatewayresponse.header.X-Path": "method.request.path.id",
          "gatewayresponse.header.X-Header": "method.request.header.X-Given",
          "gatewayresponse.header.X-Context": "context.httpMethod",
          "gatewayresponse.header.X-Stage": "stageVariables.tenant",
        },
        responseTemplates: {
          "application/json":
            '{"message":$context.error.messageString,"raw":"$context.error.message","type":"$context.error.responseType","vtl":"#if(true)x#end"}',
        },
      },
      INVALID_API_KEY: {
        statusCode: "401",
        responseTemplates: { "application/json": '{"message":"bad key"}' },
      },
      BAD_REQUEST_BODY: {
        responseTemplates: {
          "text/plain": "$stageVariables.tenant $method.request.header.X-Given $context.stage",
        },
      },
    },
    [
      {
        fact: definition,
        name: "a type that is not configured uses DEFAULT_4XX; its template is not VTL",
        operation: secured("partners"),
        expect: {
          status: 401,
          body: '{"message":"Unauthorized","raw":"Unauthorized","type":"UNAUTHORIZED","vtl":"#if(true)x#end"}',
          headers: {
            "access-control-allow-origin": "*",
            "x-amzn-errortype": "UnauthorizedException",
          },
        },
      },
      example(definition, "headers come from the request, the context and the stage", {
        operation: secured("partners"),
        resource: "/{id}",
        request: { line: "GET ~/7?q=1", headers: { "X-Given": "given" } },
        expect: {
          status: 401,
          headers: {
            "x-query": "1",
            "x-path": "7",
            "x-header": "given",
            "x-context": "GET",
            "x-stage": "blue",
          },
        },
      }),
      {
        fact: extension,
        name: "a configured type has its status and body, and not the default's headers",
        operation: secured("api_key"),
        expect: {
          status: 401,
          body: '{"message":"bad key"}',
          headers: { "access-control-allow-origin": null },
        },
      },
      example(definition, "the template's content type is the response's", {
        operation: mock("", {
          requestTemplates: { "application/json": "$input.path('$.a'){\"statusCode\": 200}" },
        }),
        request: { line: "POST ~", headers: { "X-Given": "h" }, body: "{" },
        expect: { status: 400, body: "blue h dev", headers: { "content-type": "text/plain" } },
      }),
      example(definition, "the response of an integration is unchanged", {
        operation: lambda(),
        response: { returns: { statusCode: 404, body: "mine" } },
        expect: { status: 404, body: "mine", headers: { "access-control-allow-origin": null } },
      }),
      example(types, "413 cannot be customized", {
        operation: lambda(),
        request: { line: "POST ~", body: Buffer.alloc(10_485_761) },
        expect: {
          status: 413,
          body: "HTTP content length exceeded 10485760 bytes.",
          headers: { "access-control-allow-origin": null },
        },
      }),
      example(definition, "DEFAULT_4XX does not apply to 5XX", {
        operation: lambda(),
        response: { throws: "oops" },
        expect: {
          status: 502,
          body: '{"message": "Internal server error"}',
          headers: { "access-control-allow-origin": null },
        },
      }),
    ],
  ),
  responding(
    "defaults with a status",
    { DEFAULT_4XX: { statusCode: 418 }, DEFAULT_5XX: { statusCode: "503" }, THROTTLED: {} },
    [
      {
        fact: extension,
        name: "DEFAULT_4XX changes the status of every other 4XX, and keeps the default template",
        operation: secured("partners"),
        expect: { status: 418, body: '{"message":"Unauthorized"}' },
      },
      example(extension, "DEFAULT_4XX changes the status of a request without a route", {
        request: "GET /dev/nowhere",
        expect: { status: 418, body: '{"message":"Missing Authentication Token"}' },
      }),
      example(extension, "DEFAULT_5XX changes the status of a failed function", {
        operation: lambda(),
        response: { throws: "oops" },
        expect: { status: 503, body: '{"message":"Internal server error"}' },
      }),
      {
        fact: extension,
        name: "DEFAULT_5XX changes the status of a failed authorizer, whose message is null",
        operation: secured("partners"),
        request: { line: "GET ~", headers: { Authorization: "broken" } },
        authorizer: { throws: "oops" },
        expect: { status: 503, body: '{"message":null}' },
      },
    ],
  ),
];
