import { Agent, get } from "node:http";
import type { CallSink } from "../../../local/gateway/exchange/callSink.ts";
import type { Exchange } from "../../../local/gateway/exchange/exchange.ts";
import {
  arn as webAclArn,
  onPath,
  resource,
  rule,
} from "../../../local/gateway/firewall/testing/webAcl.ts";
import { readFirewall } from "../../../local/gateway/firewall/index.ts";
import {
  cognitoComponents,
  createModel,
  lambda,
  lambdaIntegration,
  serve,
} from "../../../local/gateway/testing/gateway.ts";
import { UsageMeter } from "../../../local/gateway/usage/meter.ts";
import type { RegionMetrics } from "../../../local/metrics/index.ts";

const stageArn = "arn:aws:apigateway:eu-west-1::/restapis/abc123/stages/dev";
const api_key = { type: "apiKey", name: "x-api-key", in: "header" };
const partners = {
  type: "apiKey",
  name: "Authorization",
  in: "header",
  "x-amazon-apigateway-authtype": "custom",
  "x-amazon-apigateway-authorizer": {
    ...{ type: "request", authorizerResultTtlInSeconds: 0 },
    authorizerUri: lambdaIntegration.uri!,
  },
};

/** A route for each way in which a gateway refuses a call or fails. */
const document = {
  paths: {
    "/ok": { get: lambda() },
    "/broken": { get: lambda() },
    "/throttled": { get: lambda() },
    "/secured": { get: lambda({ security: [{ pool: [] }] }) },
    "/authorized": { get: lambda({ security: [{ partners: [] }] }) },
    "/keyed": { get: lambda({ security: [{ api_key: [] }] }) },
  },
  components: {
    securitySchemes: { ...cognitoComponents().securitySchemes, partners, api_key },
  },
};

const throttles = {
  everyMethod: {},
  methods: new Map([["GET /throttled", { ratePerSecond: 0, burst: 0 }]]),
};

const plan = {
  ...{ id: "p1", name: "gold", throttle: {} },
  quota: { limit: 0, period: "DAY" as const, offset: 0 },
  stages: [{ apiId: "abc123", stageName: "dev", throttles: new Map() }],
  keys: [{ id: "k1", name: "acme", value: "value-acme", enabled: true }],
};

const firewall = readFirewall(
  [
    resource("webAcl:WebAcl", {
      ...{ arn: webAclArn, name: "acl", defaultAction: { allow: {} } },
      rules: [rule("admin", 1, { block: {} }, onPath("/admin"))],
    }),
    resource("webAclAssociation:WebAclAssociation", { resourceArn: stageArn, webAclArn }),
  ],
  stageArn,
);

/** A gateway whose calls are measured. */
export interface AlarmGateway {
  /** Time that calls have taken beyond what they took, in ms: clocks don't wait here. */
  readonly added: { latencyMs: number; integrationMs: number };
  /** Measures its calls by these metrics from now on. */
  measure(metrics: RegionMetrics): void;
  calls(path: string, count: number): Promise<void>;
  close(): Promise<void>;
}

/** Serves the routes over HTTP, with an access log as the program declares it. */
export async function startAlarmGateway(): Promise<AlarmGateway> {
  const added = { latencyMs: 0, integrationMs: 0 };
  let metrics: RegionMetrics | undefined;
  let sink: CallSink | undefined;
  const nothing: CallSink = { begin: () => {}, end: () => {}, refused: () => {} };
  const calls: CallSink = {
    begin: (exchange) => sink?.begin(exchange),
    end: (exchange) => sink?.end(later(exchange, added)),
    refused: (request) => sink?.refused(request),
  };
  const accessLogFormat = JSON.stringify({ errorType: "$context.error.responseType" });
  const model = createModel(document, { accessLogFormat, throttles }, { firewall });
  const gateway = await serve(model, undefined, {
    calls,
    usage: new UsageMeter([plan]),
    invoke: async (_, payload) => {
      const { path } = JSON.parse(payload) as { path: string };
      return { payload: path === "/broken" ? "1" : '{"statusCode":200,"body":"{}"}' };
    },
    invokeAuthorizer: () => Promise.reject(new Error("The authorizer is broken.")),
    writeAccessLog: (line, isCanary) => metrics?.accessLine("abc123", "dev", line, isCanary),
  });
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const headers = { "x-api-key": "value-acme", authorization: "" };
  const call = (path: string) =>
    new Promise<void>((resolve, reject) => {
      const to = { host: "127.0.0.1", port: gateway.port, path: `/dev${path}`, agent, headers };
      get(to, (response) => response.resume().once("end", resolve)).once("error", reject);
    });
  return {
    added,
    measure: (given) => {
      metrics = given;
      sink = given.countCalls(nothing);
    },
    calls: async (path, count) => {
      await Promise.all(Array.from({ length: count }, () => call(path)));
    },
    close: async () => {
      agent.destroy();
      await gateway.abort();
    },
  };
}

function later(exchange: Exchange, { latencyMs, integrationMs }: AlarmGateway["added"]): Exchange {
  const first = exchange.steps.list[0] as { startedAt: number };
  first.startedAt -= latencyMs;
  const { integrationReport } = exchange;
  if (integrationReport.latencyMs !== undefined) integrationReport.latencyMs += integrationMs;
  return exchange;
}
