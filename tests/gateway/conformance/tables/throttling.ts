import type { Limit } from "../../../../local/gateway/throttle/tokenBucket.ts";
import { TokenBucket } from "../../../../local/gateway/throttle/tokenBucket.ts";
import type { UsagePlanModel } from "../../../../local/gateway/usage/index.ts";
import type { Case, Table } from "../case.ts";
import { apiKeyScheme, lambda, lambdaAuthorizer, secured } from "../operations.ts";

const buckets = "3 D:api-gateway-request-throttling";
const settings = "3 SDK:apigateway MethodSetting";
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

/** The same call, after so many of it. */
const after = (count: number, line: string, expect: Case["expect"], pauseMs = 0) => ({
  before: Array<string>(count).fill(line),
  pauseMs,
  request: line,
  expect,
});

const limit = (ratePerSecond: number, burst: number): Limit => ({ ratePerSecond, burst });

const stage: Table = {
  title: "3 throttling of a stage",
  stage: {
    throttles: {
      everyMethod: limit(2, 3),
      methods: new Map([
        ["GET /one", limit(1, 1)],
        ["GET /pets/{id}", limit(1, 2)],
        ["ANY /any", limit(1, 1)],
        ["GET /blocked-rate", limit(0, 5)],
        ["GET /blocked-burst", limit(5, 0)],
      ]),
    },
  },
  document: {
    paths: {
      ...Object.fromEntries(
        ["/one", "/pets/{id}", "/blocked-rate", "/blocked-burst"].map((path) => [
          path,
          { get: lambda() },
        ]),
      ),
      "/any": { "x-amazon-apigateway-any-method": lambda() },
    },
  },
  cases: [
    {
      fact: buckets,
      name: "a burst passes",
      operation: lambda(),
      ...after(2, "GET ~", { status: 200 }),
    },
    {
      fact: buckets,
      name: "more than it does not",
      operation: lambda(),
      ...after(3, "GET ~", throttled),
    },
    {
      fact: buckets,
      name: "the rate adds a token each half second",
      operation: lambda(),
      ...after(3, "GET ~", { status: 200 }, 500),
    },
    {
      fact: buckets,
      name: "and none before",
      operation: lambda(),
      ...after(3, "GET ~", throttled, 499),
    },
    {
      fact: buckets,
      name: "each method has the stage's limit for itself",
      operation: lambda(),
      before: ["POST ~", "POST ~", "POST ~"],
      request: "GET ~",
      expect: { status: 200 },
    },
    { fact: settings, name: "a method's own limit", ...after(1, "GET /dev/one", throttled) },
    {
      fact: settings,
      name: "that of a resource with a parameter, whatever its value",
      before: ["GET /dev/pets/1", "GET /dev/pets/2"],
      request: "GET /dev/pets/3",
      expect: throttled,
    },
    { fact: settings, name: "that of ANY", ...after(1, "PUT /dev/any", throttled) },
  ],
};

const account: Table = {
  title: "3 throttling of an account",
  options: { account: new TokenBucket(limit(1, 2), () => 0) },
  cases: [
    {
      fact: buckets,
      name: "the account's limit holds for all methods together",
      operation: lambda(),
      before: ["POST ~", "PUT ~"],
      request: "GET ~",
      expect: throttled,
    },
  ],
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
    keyed(plans, "a key of a plan for the stage", {
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
    keyed(source, "the header's case does not matter", {
      request: withKey("acme", "GET ~", "X-API-Key"),
      expect: { status: 200 },
    }),
    keyed("2.5 F", "no key", { request: "GET ~", expect: forbidden }),
    keyed("2.5 F", "an unknown key", { request: withKey("nobody"), expect: forbidden }),
    keyed("2.5 F", "a disabled key", { request: withKey("gone"), expect: forbidden }),
    keyed("2.5 F", "a key of another stage's plan", {
      request: withKey("elsewhere"),
      expect: forbidden,
    }),
    keyed(source, "a key in the query string is none", {
      request: "GET ~?x-api-key=value-acme",
      expect: forbidden,
    }),
    keyed(plans, "a plan's limit is that of each key", {
      before: [withKey("slow"), withKey("slow")],
      request: withKey("slower"),
      expect: { status: 200 },
    }),
    keyed(plans, "over all methods", {
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
    keyed(plans, "and not for another", {
      before: [withKey("methods", "POST /dev/single"), withKey("methods", "POST /dev/single")],
      request: withKey("methods", "POST /dev/single"),
      expect: { status: 200 },
    }),
    keyed("2.5 F", "a quota", {
      before: [withKey("two"), withKey("two")],
      request: withKey("two"),
      expect: exceeded,
    }),
    keyed(plans, "is that of each key", {
      before: [withKey("other")],
      request: withKey("other"),
      expect: { status: 200 },
    }),
    keyed(plans, "an offset is taken off the first period", {
      before: [withKey("one")],
      request: withKey("one"),
      expect: exceeded,
    }),
    {
      fact: "3 D:api-gateway-api-usage-plans",
      name: "a method that asks for no key is none of the plans' business",
      operation: lambda(),
      before: [withKey("one"), withKey("one")],
      request: withKey("one"),
      expect: { status: 200, backend: { "requestContext.identity.apiKey": undefined }, log: "-" },
    },
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
      ["the key that the authorizer names", identified("value-acme"), { status: 200 }],
      ["a key that is none", identified("value-nobody"), forbidden],
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

export const throttling: readonly Table[] = [stage, account, fromHeader, fromAuthorizer];
