import assert from "node:assert/strict";
import { aws, judgeStack } from "../testing/judge.ts";
import { unknown } from "../testing/ruleTable.ts";
import { testStackRule } from "../testing/stackTable.ts";
import { forbidBypassedDomains as rule } from "./forbidBypassedDomains.ts";

const closed = { disableExecuteApiEndpoint: true };
const message =
  /^The default endpoint bypasses the API's custom domain: disableExecuteApiEndpoint is (not set|false)\. Set/;
const inServers = {
  servers: [
    { url: "https://api.example.com" },
    { "x-amazon-apigateway-endpoint-configuration": closed },
  ],
};

testStackRule(rule, {
  compliant: [
    aws("apigateway.RestApi", "rest", { id: "r1", ...closed }),
    aws("apigateway.Stage", "stage", { restApi: "r1", stageName: "live" }),
    aws("apigatewayv2.Api", "http", { id: "h1", ...closed }),
    aws("apigateway.RestApi", "unmapped", { id: "r2" }),
    aws("apigateway.BasePathMapping", "one", { restApi: "r1" }),
    aws("apigatewayv2.ApiMapping", "two", { apiId: "h1" }),
  ],
  passing: {
    "a flag that is a text": { rest: { disableExecuteApiEndpoint: "true" } },
    "a document of OpenAPI 3 that says it": {
      rest: { disableExecuteApiEndpoint: false, body: JSON.stringify(inServers) },
    },
    "a document of OpenAPI 2 that says it": {
      rest: {
        disableExecuteApiEndpoint: undefined,
        body: JSON.stringify(inServers.servers[1]),
      },
    },
    "a private API": {
      rest: {
        disableExecuteApiEndpoint: false,
        endpointConfiguration: { types: "PRIVATE" },
      },
    },
    "no domain": {
      rest: { disableExecuteApiEndpoint: false },
      one: null,
    },
  },
  failing: {
    "a REST API": [{ rest: { disableExecuteApiEndpoint: false } }, "rest", message],
    "an HTTP API": [{ http: { disableExecuteApiEndpoint: undefined } }, "http", message],
    "a document without the setting": [
      { rest: { disableExecuteApiEndpoint: undefined, body: "{}" } },
      "rest",
      message,
    ],
    "a REST API that is mapped by the newer resource": [
      {
        unmapped: {},
        add: [aws("apigatewayv2.ApiMapping", "three", { apiId: "r2" })],
      },
      "unmapped",
      message,
    ],
    "a REST API that a rule leads to": [
      {
        add: [
          aws("apigatewayv2.RoutingRule", "three", {
            actions: [{ invokeApi: { apiId: "r2", stage: "live" } }],
          }),
        ],
      },
      "unmapped",
      message,
    ],
    "an API with two domains, once": [
      {
        rest: { disableExecuteApiEndpoint: false },
        add: [aws("apigateway.BasePathMapping", "three", { restApi: "r1" })],
      },
      "rest",
      message,
    ],
  },
});

describe("forbid-bypassed-domains", () => {
  describe("before ids are known", () => {
    const verdict = (rest: object, madeOf: string) =>
      judgeStack(rule, [
        aws("apigateway.RestApi", "rest", { id: unknown, ...rest }),
        {
          ...aws("apigateway.Stage", "stage", { restApi: unknown }),
          dependencies: { restApi: ["rest"] },
        },
        {
          ...aws("apigateway.BasePathMapping", "one", { restApi: unknown }),
          dependencies: { restApi: [madeOf] },
        },
      ]);

    it("finds the API by the mapping's dependencies", () => {
      for (const madeOf of ["rest", "stage"]) {
        assert.equal(verdict({}, madeOf).violations.length, 1);
        assert.deepEqual(verdict(closed, madeOf).violations, []);
      }
    });

    it("is undecided if the document and the flag are unknown", () => {
      for (const later of [{ body: unknown }, { disableExecuteApiEndpoint: unknown }]) {
        const { violations, undecided } = verdict(later, "rest");

        assert.deepEqual(violations, []);
        assert.notEqual(undecided, undefined);
      }
    });
  });
});
