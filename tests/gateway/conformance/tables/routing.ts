import type { Operation } from "../../../../local/gateway/openapi.ts";
import { example, type Case, type Table } from "../case.ts";
import { lambda, mock } from "../operations.ts";

const any = { "x-amazon-apigateway-any-method": lambda() };
const get = { get: lambda() };
const notFound = {
  status: 403,
  body: '{"message":"Missing Authentication Token"}',
  headers: { "x-amzn-errortype": "MissingAuthenticationTokenException" },
  backend: null,
};

/** A request line, and the resource that it is routed to. */
const routed = (fact: Case["fact"], line: string, resource: string): Case => ({
  fact,
  name: `${line} is routed to ${resource}`,
  request: line,
  expect: { status: 200, backend: { resource } },
});
const unrouted = (fact: Case["fact"], name: string, line: string): Case => ({
  fact,
  name: `${line}: ${name}`,
  request: line,
  expect: notFound,
});

const greedy = "2.1 D:api-gateway-method-settings-method-request";
const proxy = "2.1 D:set-up-lambda-proxy-integrations";
const sibling = "2.1 T:test_proxy_routing_with_hardcoded_resource_sibling";
const missing = "2.1 T:test_routing_not_found";
const notes = "2.1 D:api-gateway-known-issues";
const call = "2.1 D:how-to-call-api";

export const routing: Table = {
  title: "2.1 routing",
  document: {
    paths: {
      "/": get,
      "/pets": { get: lambda(), post: lambda() },
      "/pets/{id}": get,
      "/pets/dogs": get,
      "/pets/dogs/{proxy+}": any,
      "/pets/{id}/toys": get,
      "/only-children/{id}": get,
      "/files/{proxy+}": any,
      "/files/static": get,
      "/test": { post: lambda() },
      "/test/any": any,
      "/test/echo": get,
      "/mixed": { ...any, get: mock("declared") as Operation },
      "/dotted/v1.0,a:b-c_d": get,
      "/deep/{a}/{b}/{rest+}": any,
      "/fallback/{proxy+}": { options: lambda() },
      "/fallback/deeper/{id}": get,
      "/fallback/deeper/{id}/{proxy+}": { post: lambda() },
    },
  },
  cases: [
    routed(call, "GET /dev/pets", "/pets"),
    routed(call, "GET /dev/", "/"),
    routed(call, "GET /dev", "/"),
    routed(greedy, "GET /dev/pets/7", "/pets/{id}"),
    routed("2.1 F", "GET /dev/pets/dogs", "/pets/dogs"),
    routed("2.1 F", "GET /dev/pets/dogs/rex", "/pets/dogs/{proxy+}"),
    routed("2.1 F", "GET /dev/pets/cats/toys", "/pets/{id}/toys"),
    routed(greedy, "GET /dev/files/a/b/c", "/files/{proxy+}"),
    routed(greedy, "GET /dev/files/static", "/files/static"),
    routed(greedy, "GET /dev/files/static/more", "/files/{proxy+}"),
    routed(greedy, "GET /dev/deep/1/2/3/4", "/deep/{a}/{b}/{rest+}"),
    routed("2.2 T:test_lambda_aws_proxy_integration", "GET /dev/pets/", "/pets"),
    routed("2.2 T:test_lambda_aws_proxy_integration", "GET /dev/pets/dogs/", "/pets/dogs"),
    routed(
      "1.1 D:api-gateway-known-issues",
      "GET /dev/dotted/v1.0,a:b-c_d",
      "/dotted/v1.0,a:b-c_d",
    ),
    routed(sibling, "PUT /dev/files/static", "/files/{proxy+}"),
    routed(sibling, "OPTIONS /dev/test/any", "/test/any"),
    routed(sibling, "POST /dev/test", "/test"),
    routed(sibling, "OPTIONS /dev/fallback/deeper/1", "/fallback/{proxy+}"),
    routed(sibling, "OPTIONS /dev/fallback/deeper/1/2", "/fallback/{proxy+}"),
    routed(sibling, "POST /dev/fallback/deeper/1/2", "/fallback/deeper/{id}/{proxy+}"),
    ...["DELETE", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"].map((method) =>
      routed(sibling, `${method} /dev/mixed`, "/mixed"),
    ),
    example(sibling, "a declared method takes precedence over ANY", {
      request: "GET /dev/mixed",
      expect: { status: 200, body: "declared", backend: null },
    }),
    unrouted(proxy, "{proxy+} is at least one segment", "GET /dev/files"),
    unrouted(proxy, "{proxy+} is at least one segment, not only a slash", "GET /dev/files/"),
    unrouted(greedy, "{id} is one segment", "GET /dev/pets/7/8"),
    unrouted(greedy, "{id} is not empty", "GET /dev/pets//toys"),
    unrouted(greedy, "a parent does not have its child's methods", "GET /dev/only-children"),
    unrouted(missing, "the resource does not exist", "GET /dev/nowhere"),
    unrouted(missing, "names are case-sensitive", "GET /dev/Pets"),
    unrouted(missing, "a missing method is not 405", "DELETE /dev/pets"),
    unrouted(missing, "a missing method of a resource with children is not 405", "GET /dev/test"),
    unrouted(missing, "ANY does not apply to other resources", "GET /dev/test/any/more"),
    example(notes, "HEAD is not derived from GET", {
      request: "HEAD /dev/pets",
      expect: { ...notFound, body: "" },
    }),
    unrouted(notes, "TRACE is not supported", "TRACE /dev/mixed"),
    unrouted(notes, "other methods are not supported", "PURGE /dev/mixed"),
    example("2.1 D:api-gateway-known-issues", "X-HTTP-Method-Override replaces the method", {
      request: { line: "POST /dev/pets/7", headers: { "X-HTTP-Method-Override": "GET" } },
      expect: {
        status: 200,
        backend: { resource: "/pets/{id}", httpMethod: "GET", "requestContext.httpMethod": "GET" },
      },
    }),
    example("2.1 D:api-gateway-known-issues", "X-HTTP-Method-Override to a missing method", {
      request: { line: "GET /dev/pets/7", headers: { "x-http-method-override": "DELETE" } },
      expect: notFound,
    }),
    example("2.1 F", "no route, with an Authorization that is not a signature", {
      request: { line: "GET /dev/nowhere", headers: { Authorization: "Bearer abc" } },
      expect: {
        status: 403,
        body: /not a valid key=value pair \(missing equal-sign\) in Authorization header/,
        headers: { "x-amzn-errortype": "IncompleteSignatureException" },
      },
    }),
    ...["GET /prod/pets", "GET /", "GET /Dev/pets", "GET /devs/pets"].map((line): Case => ({
      fact: "2.1 F",
      name: `${line}: the stage does not exist`,
      request: line,
      expect: {
        status: 403,
        body: '{"message":"Forbidden"}',
        headers: { "x-amzn-errortype": "ForbiddenException" },
        backend: null,
      },
    })),
  ],
};
