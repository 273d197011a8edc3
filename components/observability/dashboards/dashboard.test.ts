import assert from "node:assert/strict";
import { recordResources } from "../../../tests/support/recordResources.ts";
import { refuses } from "../../shared/testing/refuses.ts";
import { thresholdsOf } from "../alarms/overridden.ts";
import { GlobalDashboard, RegionDashboard, type RegionBoardArgs } from "../index.ts";
import type { DashboardBody, MetricWidget } from "./body.ts";

const service = {
  clusterName: "shop",
  serviceName: "orders",
  loadBalancer: "app/orders/1",
  targetGroup: "targetgroup/orders/1",
};

const alarmArn = (name: string) => `arn:aws:cloudwatch:eu-west-1:123456789012:alarm:${name}`;

/** A region with one of each part. */
const one: RegionBoardArgs = {
  dashboardName: "dev-eu-west-1",
  region: "eu-west-1",
  parts: {
    api: { restApiName: "dev-1", stageName: "live", accessLogNames: ["dev-access"] },
    functions: { "orders-proxy": "dev-orders-proxy" },
    services: { orders: service },
    natGateways: { "gateway-1": "nat-1" },
    userPool: { id: "eu-west-1_1", clientIds: { public: "c1" } },
    tables: { "orders.orders": "orders-1" },
    queues: { worker: "jobs" },
    deadLetterQueues: { "worker-dead": "jobs-dead" },
  },
  alarmArns: [alarmArn("dev-region")],
  thresholds: thresholdsOf(["api-latency", "service-cpu", "api-throttled", "nat-ports"], {
    "service-cpu": { threshold: 70 },
    "nat-ports": false,
  }),
  counted: { throttled: "dev-throttled" },
};

async function bodyOf(build: () => unknown): Promise<DashboardBody> {
  const recorded = await recordResources(build);
  const [name] = recorded.names("Dashboard");
  return JSON.parse(
    recorded.inputs("Dashboard", name!)["dashboardBody"] as string,
  ) as DashboardBody;
}

const regionBody = (more: Partial<RegionBoardArgs> = {}) =>
  bodyOf(() => new RegionDashboard("dev", { ...one, ...more }));

const graphs = ({ widgets }: DashboardBody): Record<string, MetricWidget["properties"]> =>
  Object.fromEntries(
    widgets.flatMap((each) =>
      each.type === "metric" ? [[each.properties.title, each.properties] as const] : [],
    ),
  );
const headings = ({ widgets }: DashboardBody): string[] =>
  widgets.flatMap((each) =>
    each.type === "text" ? (/^## (.*)/.exec(each.properties.markdown)?.[1] ?? []) : [],
  );

describe("RegionDashboard", () => {
  it("creates one dashboard with a section for each question", async () => {
    const recorded = await recordResources(() => new RegionDashboard("dev", one));

    assert.deepEqual(recorded.counts, { Dashboard: 1 });
    assert.equal(recorded.inputs("Dashboard", "dev-dashboard")["dashboardName"], "dev-eu-west-1");
    assert.deepEqual(headings(await regionBody()), [
      "Alarms",
      "Traffic and errors",
      "Latency by hop, in ms",
      "Throttles",
      "Saturation",
      "Queues",
      "Users, in 5 minutes",
      "What the bill grows with, by the hour",
    ]);
  });

  it("draws lines where the region's alarms ring", async () => {
    const drawn = graphs(await regionBody());

    const values = (title: string) =>
      drawn[title]?.annotations?.horizontal.map(({ value }) => value);
    assert.deepEqual(values("A hundredth of the calls is slower"), [4_000]);
    assert.deepEqual(values("Services: CPU, %"), [70]);
    assert.deepEqual(values("Errors a minute by cause"), [60]);
    assert.equal(values("NAT gateways: connections that failed a minute"), undefined);
  });

  it("shows each hop of a call in ms, though load balancers measure seconds", async () => {
    const { metrics } = graphs(await regionBody())["A hundredth of the calls is slower"]!;

    const shown = metrics.map((row) => row.at(-1) as { label?: string; expression?: string });
    assert.deepEqual(
      shown.map(({ label }) => label),
      [
        "1 gateway: whole call",
        "2 behind the gateway",
        "3 function orders-proxy",
        undefined,
        "4 service orders",
      ],
    );
    assert.equal(shown.at(-1)?.expression, "s0 * 1000");
  });

  it("leaves out what the region lacks", async () => {
    const body = await regionBody({ parts: {}, alarmArns: [], counted: {} });

    assert.deepEqual(headings(body), []);
  });

  it("has several widgets for more than 100 alarms", async () => {
    const alarmArns = Array.from({ length: 130 }, (_, index) => alarmArn(`dev-${index}`));
    const { widgets } = await regionBody({ alarmArns });

    const alarms = widgets.flatMap((each) =>
      each.type === "alarm" ? [each.properties.alarms] : [],
    );
    assert.deepEqual(
      alarms.map(({ length }) => length),
      [100, 30],
    );
  });

  it("refuses more parts than a graph has lines, before there is a resource", () => {
    const functions = Object.fromEntries(
      Array.from({ length: 501 }, (_, index) => [`f${index}`, `dev-f${index}`]),
    );
    refuses(() => new RegionDashboard("dev", { ...one, parts: { functions } }), {
      message: /1 to 500 metrics/,
    });
  });
});

describe("GlobalDashboard", () => {
  const build = () =>
    new GlobalDashboard("dev", {
      dashboardName: "dev-global",
      environment: "dev",
      regions: ["eu-west-1", "us-east-1"],
      accountId: "123456789012",
      refusals: ["throttled"],
      distributionId: "E1",
    });

  it("shows the alarm of each region", async () => {
    const { widgets } = await bodyOf(build);

    const [alarms] = widgets.flatMap((each) =>
      each.type === "alarm" ? [each.properties.alarms] : [],
    );
    assert.deepEqual(alarms, [
      "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:dev-region",
      "arn:aws:cloudwatch:us-east-1:123456789012:alarm:dev-region",
    ]);
  });

  it("has a line for each region, by searches and by names that are the same everywhere", async () => {
    const drawn = graphs(await bodyOf(build));

    assert.deepEqual(
      drawn["Calls a minute"]?.metrics.flat().map((each) => (each as { region: string }).region),
      ["eu-west-1", "us-east-1"],
    );
    assert.deepEqual(drawn["throttled"]?.metrics, [
      ["Palisade", "dev-throttled", { region: "eu-west-1", label: "eu-west-1" }],
      ["Palisade", "dev-throttled", { region: "us-east-1", label: "us-east-1" }],
    ]);
  });

  it("searches the APIs of one region by each word of the environment's name", async () => {
    const drawn = graphs(
      await bodyOf(
        () =>
          new GlobalDashboard("my-dev", {
            dashboardName: "my-dev-global",
            environment: "my-dev",
            regions: ["eu-west-1"],
          }),
      ),
    );

    assert.deepEqual(drawn["Calls a minute"]?.metrics, [
      [
        {
          expression: `SEARCH('{AWS/ApiGateway,ApiName,Stage} MetricName="Count" ApiName=my ApiName=dev', 'SampleCount', 60)`,
          label: "eu-west-1",
          region: "eu-west-1",
        },
      ],
    ]);
  });

  it("shows the edge where its metrics are", async () => {
    const drawn = graphs(await bodyOf(build));

    assert.equal(drawn["Requests a minute"]?.region, "us-east-1");
  });
});
