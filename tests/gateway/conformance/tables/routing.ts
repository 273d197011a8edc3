import type { Operation } from "../../../../local/gateway/openapi.ts";
import type { Case, Table } from "../case.ts";
import { lambda, mock } from "../operations.ts";

const any = { "x-amazon-apigateway-any-method": lambda() };
const get = { get: lambda() };
const notFound = {
  status: 403,
  body: '{"message":"Missing Authentication Token"}',
  headers: { "x-amzn-errortype": "MissingAuthenticationTokenException" },
  backend: null,
};

/** One request, and the resource that takes it. */
const goesTo = (fact: Case["fact"], line: string, resource: string): Case => ({
  fact,
  name: `${line} goes to ${resource}`,
  request: line,
  expect: { status: 200, backend: { resource } },
});
const goesNowhere = (fact: Case["fact"], name: string, line: string): Case => ({
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
    goesTo(call, "GET /dev/pets", "/pets"),
    goesTo(call, "GET /dev/", "/"),
    goesTo(call, "GET /dev", "/"),
    goesTo(greedy, "GET /dev/pets/7", "/pets/{id}"),
    goesTo("2.1 F", "GET /dev/pets/dogs", "/pets/dogs"),
    goesTo("2.1 F", "GET /dev/pets/dogs/rex", "/pets/dogs/{proxy+}"),
    goesTo("2.1 F", "GET /dev/pets/cats/toys", "/pets/{id}/toys"),
    goesTo(greedy, "GET /dev/files/a/b/c", "/files/{proxy+}"),
    goesTo(greedy, "GET /dev/files/static", "/files/static"),
    goesTo(greedy, "GET /dev/files/static/more", "/files/{proxy+}"),
    goesTo(greedy, "GET /dev/deep/1/2/3/4", "/deep/{a}/{b}/{rest+}"),
    goesTo("2.2 T:test_lambda_aws_proxy_integration", "GET /dev/pets/", "/pets"),
    goesTo("2.2 T:test_lambda_aws_proxy_integration", "GET /dev/pets/dogs/", "/pets/dogs"),
    goesTo(
      "1.1 D:api-gateway-known-issues",
      "GET /dev/dotted/v1.0,a:b-c_d",
      "/dotted/v1.0,a:b-c_d",
    ),
    goesTo(sibling, "PUT /dev/files/static", "/files/{proxy+}"),
    goesTo(sibling, "OPTIONS /dev/test/any", "/test/any"),
    goesTo(sibling, "POST /dev/test", "/test"),
    goesTo(sibling, "OPTIONS /dev/fallback/deeper/1", "/fallback/{proxy+}"),
    goesTo(sibling, "OPTIONS /dev/fallback/deeper/1/2", "/fallback/{proxy+}"),
    goesTo(sibling, "POST /dev/fallback/deeper/1/2", "/fallback/deeper/{id}/{proxy+}"),
    ...["DELETE", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"].map((method) =>
      goesTo(sibling, `${method} /dev/mixed`, "/mixed"),
    ),
    {
      fact: sibling,
      name: "a method that is declared beside ANY is not ANY's",
      request: "GET /dev/mixed",
      expect: { status: 200, body: "declared", backend: null },
    },
    goesNowhere(proxy, "{proxy+} is at least one segment", "GET /dev/files"),
    goesNowhere(proxy, "{proxy+} is at least one segment, a slash is not one", "GET /dev/files/"),
    goesNowhere(greedy, "{id} is one segment", "GET /dev/pets/7/8"),
    goesNowhere(greedy, "{id} is not empty", "GET /dev/pets//toys"),
    goesNowhere(greedy, "parents have methods of their own", "GET /dev/only-children"),
    goesNowhere(missing, "no such resource", "GET /dev/nowhere"),
    goesNowhere(missing, "names are compared with their case", "GET /dev/Pets"),
    goesNowhere(missing, "never 405", "DELETE /dev/pets"),
    goesNowhere(missing, "nor for a resource with a child", "GET /dev/test"),
    goesNowhere(missing, "ANY is of its own resource only", "GET /dev/test/any/more"),
    {
      fact: notes,
      name: "HEAD is not derived from GET",
      request: "HEAD /dev/pets",
      expect: { ...notFound, body: "" },
    },
    goesNowhere(notes, "TRACE is not supported", "TRACE /dev/mixed"),
    goesNowhere(notes, "no other method is", "PURGE /dev/mixed"),
    {
      fact: "2.1 D:api-gateway-known-issues",
      name: "X-HTTP-Method-Override is the method",
      request: { line: "POST /dev/pets/7", headers: { "X-HTTP-Method-Override": "GET" } },
      expect: {
        status: 200,
        backend: { resource: "/pets/{id}", httpMethod: "GET", "requestContext.httpMethod": "GET" },
      },
    },
    {
      fact: "2.1 D:api-gateway-known-issues",
      name: "X-HTTP-Method-Override leads away from a method",
      request: { line: "GET /dev/pets/7", headers: { "x-http-method-override": "DELETE" } },
      expect: notFound,
    },
    {
      fact: "2.1 F",
      name: "no route, with an Authorization that is not a signature",
      request: { line: "GET /dev/nowhere", headers: { Authorization: "Bearer abc" } },
      expect: {
        status: 403,
        body: /not a valid key=value pair \(missing equal-sign\) in Authorization header/,
        headers: { "x-amzn-errortype": "IncompleteSignatureException" },
      },
    },
    ...["GET /prod/pets", "GET /", "GET /Dev/pets", "GET /devs/pets"].map((line): Case => ({
      fact: "2.1 F",
      name: `${line}: no such stage`,
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
