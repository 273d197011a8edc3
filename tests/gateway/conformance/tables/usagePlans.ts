import type { UsagePlanModel } from "../../../../local/gateway/usage/index.ts";
import { example, type Case, type Table } from "../case.ts";
import { apiKeyScheme, lambda, lambdaAuthorizer, secured } from "../operations.ts";

const plans = "3 D:api-gateway-api-usage-plans";
const source = "3 D:api-gateway-api-key-source";

const throttled = {
  status: 429,
  body: '{"message":"Too Many Requests"}',
  headers: { "x-amzn-errortype": "TooManyRequestsException", "retry-after": null },
  backend: null,
};
const exceeded = {
  status: 429,
  body: '{"message":"Limit Exceeded"}',
  headers: { "x-amzn-errortype": "LimitExceededException", "retry-after": null },
  backend: null,
};
const forbidden = {
  status: 403,
  body: '{"message":"Forbidden"}',
  headers: { "x-amzn-errortype": "ForbiddenException" },
  backend: null,
};

const key = (name: string, enabled = true) => ({
  id: `id-${name}`,
  name,
  value: `value-${name}`,
  enabled,
});
const plan = (name: string, more: Partial<UsagePlanModel>): UsagePlanModel => ({
  id: name,
  name,
  throttle: {},
  quota: undefined,
  stages: [{ apiId: "abc123", stageName: "dev", throttles: new Map() }],
  keys: [],
  ...more,
});

const usagePlans = [
  plan("free", { keys: [key("acme"), key("gone", false)] }),
  plan("slow", { throttle: { ratePerSecond: 1, burst: 2 }, keys: [key("slow"), key("slower")] }),
  plan("quota", {
    quota: { limit: 2, period: "DAY", offset: 0 },
    keys: [key("two"), key("other")],
  }),
  plan("offset", { quota: { limit: 2, period: "MONTH", offset: 1 }, keys: [key("one")] }),
  plan("elsewhere", {
    stages: [{ apiId: "abc123", stageName: "prod", throttles: new Map() }],
    keys: [key("elsewhere")],
  }),
  plan("methods", {
    stages: [
      {
        apiId: "abc123",
        stageName: "dev",
        throttles: new Map([["GET /single", { ratePerSecond: 1, burst: 1 }]]),
      },
    ],
    keys: [key("methods")],
  }),
];

const withKey = (value: string, line = "GET ~", name = "x-api-key") => ({
  line,
  headers: { [name]: `value-${value}` },
});
const keyed = (fact: Case["fact"], name: string, more: Omit<Case, "fact" | "name">): Case => ({
  fact,
  name,
  operation: secured("api_key"),
  ...more,
});

const fromHeader: Table = {
  title: "3 usage plans and API keys",
  usagePlans,
  stage: { accessLogFormat: "$context.identity.apiKeyId" },
  document: {
    components: { securitySchemes: { api_key: apiKeyScheme } },
    paths: { "/single": { get: secured("api_key"), post: secured("api_key") } },
  },
  cases: [
    keyed(plans, "a key of one of the stage's plans", {
      request: withKey("acme"),
      expect: {
        status: 200,
        backend: {
          "requestContext.identity.apiKey": "value-acme",
          "requestContext.identity.apiKeyId": "id-acme",
        },
        log: "id-acme",
      },
    }),
    keyed(source, "the header's name is case-insensitive", {
      request: withKey("acme", "GET ~", "X-API-Key"),
      expect: { status: 200 },
    }),
    keyed("2.5 F", "no key", { expect: forbidden }),
    keyed("2.5 F", "an unknown key", { request: withKey("nobody"), expect: forbidden }),
    keyed("2.5 F", "a disabled key", { request: withKey("gone"), expect: forbidden }),
    keyed("2.5 F", "a key of another stage's plan", {
      request: withKey("elsewhere"),
      expect: forbidden,
    }),
    keyed(source, "a key in the query string is ignored", {
      request: "GET ~?x-api-key=value-acme",
      expect: forbidden,
    }),
    keyed(plans, "a plan's limit applies to each key separately", {
      before: [withKey("slow"), withKey("slow")],
      request: withKey("slower"),
      expect: { status: 200 },
    }),
    keyed(plans, "a plan's limit applies to all methods together", {
      before: [withKey("slow", "POST ~"), withKey("slow", "PUT ~")],
      pauseMs: 0,
      request: withKey("slow"),
      expect: throttled,
    }),
    keyed(plans, "a plan's limit for a method", {
      before: [withKey("methods", "GET /dev/single")],
      request: withKey("methods", "GET /dev/single"),
      expect: throttled,
    }),
    keyed(plans, "a limit for a method does not affect another method", {
      before: [withKey("methods", "POST /dev/single"), withKey("methods", "POST /dev/single")],
      request: withKey("methods", "POST /dev/single"),
      expect: { status: 200 },
    }),
    keyed("2.5 F", "an exceeded quota", {
      before: [withKey("two"), withKey("two")],
      request: withKey("two"),
      expect: exceeded,
    }),
    keyed(plans, "a quota applies to each key separately", {
      before: [withKey("other")],
      request: withKey("other"),
      expect: { status: 200 },
    }),
    keyed(plans, "an offset is subtracted from the first period", {
      before: [withKey("one")],
      request: withKey("one"),
      expect: exceeded,
    }),
    example("3 D:api-gateway-api-usage-plans", "plans do not affect a method without a key", {
      operation: lambda(),
      before: [withKey("one"), withKey("one")],
      request: withKey("one"),
      expect: { status: 200, backend: { "requestContext.identity.apiKey": undefined }, log: "-" },
    }),
  ],
};

const identified = (usageIdentifierKey?: string) => ({
  returns: {
    principalId: "u",
    policyDocument: {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
    },
    ...(usageIdentifierKey !== undefined && { usageIdentifierKey }),
  },
});

const fromAuthorizer: Table = {
  title: "3 API keys from an authorizer",
  usagePlans,
  document: {
    "x-amazon-apigateway-api-key-source": "AUTHORIZER",
    components: {
      securitySchemes: {
        api_key: apiKeyScheme,
        partners: lambdaAuthorizer({ type: "token", authorizerResultTtlInSeconds: 0 }),
      },
    },
  },
  cases: (
    [
      ["the key from the authorizer's output", identified("value-acme"), { status: 200 }],
      ["an unknown key", identified("value-nobody"), forbidden],
      ["no key", identified(), forbidden],
    ] as const
  ).map(([name, authorizer, expect]): Case => ({
    fact: source,
    name,
    operation: secured("partners", "api_key"),
    request: { line: "GET ~", headers: { Authorization: "t", "x-api-key": "value-acme" } },
    authorizer,
    expect,
  })),
};

export const usageAndKeys: readonly Table[] = [fromHeader, fromAuthorizer];
