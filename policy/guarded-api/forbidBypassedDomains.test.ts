import assert from "node:assert/strict";
import { judgeStack, type TestResource } from "../testing/judge.ts";
import { unknown } from "../testing/ruleTable.ts";
import { testStackRule } from "../testing/stackTable.ts";
import { forbidBypassedDomains as rule } from "./forbidBypassedDomains.ts";

const closed = { disableExecuteApiEndpoint: true };
const resource = (type: string, name: string, props: object): TestResource => ({
  type: `aws:${type}`,
  name,
  props,
});
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
    resource("apigateway/restApi:RestApi", "rest", { id: "r1", ...closed }),
    resource("apigateway/stage:Stage", "stage", { restApi: "r1", stageName: "live" }),
    resource("apigatewayv2/api:Api", "http", { id: "h1", ...closed }),
    resource("apigateway/restApi:RestApi", "unmapped", { id: "r2" }),
    resource("apigateway/basePathMapping:BasePathMapping", "one", { restApi: "r1" }),
    resource("apigatewayv2/apiMapping:ApiMapping", "two", { apiId: "h1" }),
  ],
  passing: {
    "a flag that is a text": { change: { rest: { disableExecuteApiEndpoint: "true" } } },
    "a document of OpenAPI 3 that says it": {
      change: { rest: { disableExecuteApiEndpoint: false, body: JSON.stringify(inServers) } },
    },
    "a document of OpenAPI 2 that says it": {
      change: {
        rest: {
          disableExecuteApiEndpoint: undefined,
          body: JSON.stringify(inServers.servers[1]),
        },
      },
    },
    "a private API": {
      change: {
        rest: {
          disableExecuteApiEndpoint: false,
          endpointConfiguration: { types: "PRIVATE" },
        },
      },
    },
    "no domain": {
      change: { rest: { disableExecuteApiEndpoint: false }, one: null },
    },
  },
  failing: {
    "a REST API": [{ change: { rest: { disableExecuteApiEndpoint: false } } }, "rest", message],
    "an HTTP API": [
      { change: { http: { disableExecuteApiEndpoint: undefined } } },
      "http",
      message,
    ],
    "a document without the setting": [
      { change: { rest: { disableExecuteApiEndpoint: undefined, body: "{}" } } },
      "rest",
      message,
    ],
    "a REST API that is mapped by the newer resource": [
      {
        change: { unmapped: {} },
        add: [resource("apigatewayv2/apiMapping:ApiMapping", "three", { apiId: "r2" })],
      },
      "unmapped",
      message,
    ],
    "a REST API that a rule leads to": [
      {
        add: [
          resource("apigatewayv2/routingRule:RoutingRule", "three", {
            actions: [{ invokeApi: { apiId: "r2", stage: "live" } }],
          }),
        ],
      },
      "unmapped",
      message,
    ],
    "an API with two domains, once": [
      {
        change: { rest: { disableExecuteApiEndpoint: false } },
        add: [resource("apigateway/basePathMapping:BasePathMapping", "three", { restApi: "r1" })],
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
        resource("apigateway/restApi:RestApi", "rest", { id: unknown, ...rest }),
        {
          ...resource("apigateway/stage:Stage", "stage", { restApi: unknown }),
          dependencies: { restApi: ["rest"] },
        },
        {
          ...resource("apigateway/basePathMapping:BasePathMapping", "one", { restApi: unknown }),
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
