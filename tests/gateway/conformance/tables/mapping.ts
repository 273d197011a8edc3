import type { IntegrationDefinition } from "../../../../local/gateway/openapi.ts";
import type { Case, Expectation, Request, Table } from "../case.ts";
import { http, httpProxy } from "../operations.ts";

const sources = "1.7 D:rest-api-parameter-mapping-sources";
const proxied = "1.7 T:test_http_proxy_integration_request_data_mappings";
const lookups = "1.7 LS";

/** A source that is mapped to the endpoint's header `x-to`. */
const toHeader = (
  fact: Case["fact"],
  source: string,
  request: Request,
  value: string | undefined,
): Case => ({
  fact,
  name: `${source} is ${value === undefined ? "nothing" : `"${value}"`}`,
  resource: "/{id}",
  operation: http({ requestParameters: { "integration.request.header.x-to": source } }),
  request,
  expect: { status: 200, backend: { "headers.x-to": value } },
});

/** A source that is mapped to the client's header `x-to`. */
const fromResponse = (fact: Case["fact"], source: string, value: string | null): Case => ({
  fact,
  name: `${source} is ${value === null ? "nothing" : `"${value}"`} to the client`,
  operation: http({
    responses: {
      default: {
        statusCode: "200",
        responseParameters: { "method.response.header.x-to": source },
      },
    },
  }),
  request: "POST ~",
  response: {
    headers: { "X-One": ["1", "2"] },
    body: '{"a":{"b":"c","n":1},"lines":"two\\nlines"}',
  },
  expect: { status: 200, headers: { "x-to": value } },
});

/** A proxied endpoint's URI and mappings, and the request that it receives. */
const target = (
  name: string,
  definition: IntegrationDefinition,
  line: string,
  backend: Expectation["backend"],
  headers: Request["headers"] = {},
): Case => ({
  fact: proxied,
  name,
  resource: "/{id}",
  operation: httpProxy(definition),
  request: { line, headers: headers! },
  expect: { status: 200, backend: backend! },
});

const given: Request = {
  line: "POST ~/seven?q=1&q=2",
  headers: { "X-Given": ["a", "b"] },
  body: '{"name":"n","deep":{"er":[1,{"x":"y"}]},"n":7}',
};

export const mapping: Table = {
  title: "1.7 parameter mapping",
  stage: { variables: { tenant: "blue" } },
  cases: [
    toHeader(sources, "method.request.path.id", given, "seven"),
    toHeader(sources, "method.request.querystring.q", given, "2"),
    toHeader(sources, "method.request.multivaluequerystring.q", given, "1,2"),
    toHeader(sources, "method.request.header.X-Given", given, "b"),
    toHeader(sources, "method.request.multivalueheader.X-Given", given, "a,b"),
    toHeader(sources, "method.request.body", { line: "POST ~/1", body: "whole" }, "whole"),
    toHeader(sources, "method.request.body.name", given, "n"),
    toHeader(sources, "method.request.body.n", given, "7"),
    toHeader(sources, "method.request.body.deep.er", given, '[1,{"x":"y"}]'),
    toHeader(sources, "method.request.body.none", given, undefined),
    toHeader(sources, "stageVariables.tenant", given, "blue"),
    toHeader(sources, "context.stage", given, "dev"),
    toHeader(sources, "context.httpMethod", given, "POST"),
    toHeader(sources, "'a static text'", given, "a static text"),
    toHeader(lookups, "method.request.header.x-given", given, undefined),
    toHeader(lookups, "method.request.querystring.Q", given, undefined),
    toHeader(sources, "method.request.querystring.none", given, undefined),
    fromResponse(sources, "integration.response.header.X-One", "2"),
    fromResponse(sources, "integration.response.multivalueheader.X-One", "1,2"),
    fromResponse(sources, "integration.response.body.a", '{"b":"c","n":1}'),
    fromResponse(sources, "integration.response.body.a.b", "c"),
    fromResponse(sources, "integration.response.body.a.n", "1"),
    fromResponse(sources, "integration.response.body.a.none", null),
    fromResponse(sources, "integration.response.body.lines", "twolines"),
    fromResponse(sources, "stageVariables.tenant", "blue"),
    fromResponse(sources, "context.stage", "dev"),
    fromResponse(sources, "'x'", "x"),
    fromResponse(sources, "integration.response.header.X-None", null),
    target(
      "{name} in the URI is the mapped path parameter",
      {
        uri: "http://backend/at/{key}",
        requestParameters: { "integration.request.path.key": "method.request.path.id" },
      },
      "GET ~/7",
      { path: "/at/7" },
    ),
    target(
      "mapped headers replace the client's",
      { requestParameters: { "integration.request.header.X-A": "'mapped'" } },
      "GET ~/7",
      { "headers.x-a": "mapped" },
      { "x-a": "own" },
    ),
    target(
      "mapped query strings come after those of the URI and the client",
      {
        uri: "http://backend/at?u=0",
        requestParameters: { "integration.request.querystring.m": "method.request.path.id" },
      },
      "GET ~/7?c=1&c=2",
      { query: "u=0&c=1&c=2&m=7" },
    ),
    target("ANY is the client's method", {}, "PATCH ~/7", { method: "PATCH" }),
    target("another method replaces the client's", { httpMethod: "PUT" }, "POST ~/7", {
      method: "PUT",
    }),
    ...["Content-Length", "Transfer-Encoding", "X-Amzn-Trace-Id", "X-Amzn-Apigateway-Api-Id"].map(
      (header): Case => ({
        fact: "1.7 T:test_apigateway_header_remapping_http",
        name: `${header} cannot be mapped`,
        operation: httpProxy({
          requestParameters: { [`integration.request.header.${header}`]: "'x'" },
        }),
        expect: { status: 500, body: '{"message": "Internal server error"}', backend: null },
      }),
    ),
  ],
};
