import { type Limit, TokenBucket } from "../../../../local/gateway/throttle/tokenBucket.ts";
import { example, type Case, type Table } from "../case.ts";
import { lambda } from "../operations.ts";

const buckets = "3 D:api-gateway-request-throttling";
const settings = "3 SDK:apigateway MethodSetting";

const throttled = {
  status: 429,
  body: '{"message":"Too Many Requests"}',
  headers: { "x-amzn-errortype": "TooManyRequestsException", "retry-after": null },
  backend: null,
};

/** A call after `count` identical calls. */
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
    example(buckets, "a burst is accepted", {
      operation: lambda(),
      ...after(2, "GET ~", { status: 200 }),
    }),
    example(buckets, "calls beyond the burst are refused", {
      operation: lambda(),
      ...after(3, "GET ~", throttled),
    }),
    example(buckets, "the rate adds a token every half second", {
      operation: lambda(),
      ...after(3, "GET ~", { status: 200 }, 500),
    }),
    example(buckets, "the rate adds no token earlier", {
      operation: lambda(),
      ...after(3, "GET ~", throttled, 499),
    }),
    example(buckets, "each method has the stage's limit separately", {
      operation: lambda(),
      before: ["POST ~", "POST ~", "POST ~"],
      expect: { status: 200 },
    }),
    { fact: settings, name: "a method's own limit", ...after(1, "GET /dev/one", throttled) },
    example(settings, "the limit of a resource with a parameter, for all its values together", {
      before: ["GET /dev/pets/1", "GET /dev/pets/2"],
      request: "GET /dev/pets/3",
      expect: throttled,
    }),
    { fact: settings, name: "the limit of ANY", ...after(1, "PUT /dev/any", throttled) },
  ],
};

const account: Table = {
  title: "3 throttling of an account",
  options: { account: new TokenBucket(limit(1, 2), () => 0) },
  cases: [
    example(buckets, "the account's limit applies to all methods together", {
      operation: lambda(),
      before: ["POST ~", "PUT ~"],
      expect: throttled,
    }),
  ],
};

export const throttling: readonly Table[] = [stage, account];
