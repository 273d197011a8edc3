import { example, type Case, type Table } from "../case.ts";
import { lambda } from "../operations.ts";

const event = "2.2 T:test_lambda_aws_proxy_integration";
const paths = "2.2 T:test_aws_proxy";
const notes = "2.2 D:api-gateway-known-issues";

/** A request line, and the path in the function's event. */
const path = (line: string, path: string, proxy: string, fullPath: string): Case => ({
  fact: paths,
  name: `${line} is the path ${path}`,
  request: line,
  expect: {
    status: 200,
    backend: { path, "pathParameters.proxy": proxy, "requestContext.path": fullPath },
  },
});

/** A query string, and its parameters in the function's event. */
const query = (
  name: string,
  text: string,
  single: Record<string, string> | null,
  multi: Record<string, string[]> | null,
): Case => ({
  fact: event,
  name: `${text}: ${name}`,
  request: `GET /dev/x${text}`,
  expect: {
    status: 200,
    backend: { queryStringParameters: single, multiValueQueryStringParameters: multi },
  },
});

export const pathsAndQueries: Table = {
  title: "2.2 paths and query strings",
  document: {
    paths: {
      "/{proxy+}": { "x-amazon-apigateway-any-method": lambda() },
      "/users/{id}": { get: lambda() },
      "/guarded/{id}": { get: lambda({ "x-amazon-apigateway-auth": { type: "AWS_IAM" } }) },
    },
  },
  cases: [
    path("GET /dev/proxy-value", "/proxy-value", "proxy-value", "/dev/proxy-value"),
    path("GET /dev/proxy-value/", "/proxy-value/", "proxy-value", "/dev/proxy-value/"),
    path("GET /dev/a//b", "/a//b", "a//b", "/dev/a//b"),
    path("GET //dev/x", "/x", "x", "/dev/x"),
    path("GET /dev//x", "/x", "x", "/dev//x"),
    path(
      "GET /dev/u/t%2Ba@x.com/t+a@x.com",
      "/u/t%2Ba@x.com/t+a@x.com",
      "u/t%2Ba@x.com/t+a@x.com",
      "/dev/u/t%2Ba@x.com/t+a@x.com",
    ),
    path("GET /dev/a%2Fb", "/a%2Fb", "a%2Fb", "/dev/a%2Fb"),
    path("GET /dev/a%20b", "/a%20b", "a%20b", "/dev/a%20b"),
    path("GET /dev/%C3%A4", "/%C3%A4", "%C3%A4", "/dev/%C3%A4"),
    path("GET /dev/100%25", "/100%25", "100%25", "/dev/100%25"),
    path("GET /dev/a/b?c=d", "/a/b", "a/b", "/dev/a/b"),
    example(paths, "a parameter of one segment keeps its percent-encoding", {
      request: "GET /dev/users/a%2Fb%20c",
      expect: { status: 200, backend: { pathParameters: { id: "a%2Fb%20c" } } },
    }),
    example(paths, "a trailing slash is not part of a parameter", {
      request: "GET /dev/users/7/",
      expect: { status: 200, backend: { resource: "/users/{id}", pathParameters: { id: "7" } } },
    }),
    query("no parameter is null", "", null, null),
    query("an empty query string is null", "?", null, null),
    query("one value", "?a=1", { a: "1" }, { a: ["1"] }),
    query(
      "the last and all of several values",
      "?a=1&b=x&a=2",
      { a: "2", b: "x" },
      { a: ["1", "2"], b: ["x"] },
    ),
    query("a comma does not separate values", "?a=1,2", { a: "1,2" }, { a: ["1,2"] }),
    query("%2B is +", "?a=1%2B2", { a: "1+2" }, { a: ["1+2"] }),
    query("+ is a space", "?a=1+2", { a: "1 2" }, { a: ["1 2"] }),
    query("%20 is a space", "?a=1%202", { a: "1 2" }, { a: ["1 2"] }),
    query("names are decoded", "?a%5B%5D=%C3%A4", { "a[]": "ä" }, { "a[]": ["ä"] }),
    query("a name without a value", "?flag", { flag: "" }, { flag: [""] }),
    query("names keep their case", "?A=1&a=2", { A: "1", a: "2" }, { A: ["1"], a: ["2"] }),
    query("an encoded & is not a separator", "?a=1%262", { a: "1&2" }, { a: ["1&2"] }),
    query("a second = is part of the value", "?a=b=c", { a: "b=c" }, { a: ["b=c"] }),
    query("a second ? is part of the value", "?a=b?c", { a: "b?c" }, { a: ["b?c"] }),
    query("a fragment is ignored", "?a=1#b=2", { a: "1" }, { a: ["1"] }),
    query("%7C is decoded to |", "?a=1%7C2", { a: "1|2" }, { a: ["1|2"] }),
    query("%3B is a semicolon", "?a=1%3B2", { a: "1;2" }, { a: ["1;2"] }),
    {
      ...query("; separates parameters", "?a=1;b=2", { a: "1", b: "2" }, { a: ["1"], b: ["2"] }),
      fact: notes,
    },
    ...["|", "{", "}"].map((sign): Case => ({
      fact: notes,
      name: `an unencoded ${sign} in a query string is refused`,
      request: `GET /dev/x?a=${sign}`,
      expect: { status: 400, backend: null },
    })),
    {
      fact: "2.2 D:api-gateway-execution-service-limits-table",
      name: "a method ARN over 1600 bytes is too long for a guarded method",
      request: `GET /dev/guarded/${"x".repeat(1600)}`,
      expect: { status: 414, body: '{"message":"Request URI too long"}', backend: null },
    },
    {
      fact: "2.2 D:api-gateway-execution-service-limits-table",
      name: "a method ARN over 1600 bytes is accepted for a public method",
      request: `GET /dev/users/${"x".repeat(1600)}`,
      expect: { status: 200, backend: { resource: "/users/{id}" } },
    },
    {
      fact: "2.9 D:api-gateway-execution-service-limits-table",
      name: "a URL of more than 10240 characters is too long",
      request: `GET /dev/users/${"x".repeat(10_240)}`,
      expect: { status: 414, backend: null },
    },
  ],
};
