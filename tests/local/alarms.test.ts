import assert from "node:assert/strict";
import { appendFile, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ApiAlarms, RegionAlarms } from "../../components/observability/index.ts";
import { type AlarmName, thresholds } from "../../components/observability/alarms/thresholds.ts";
import type { Resource } from "../../local/graph/resource.ts";
import { Alarms } from "../../local/inspect/alarms/alarms.ts";
import { MetricStore, RegionMetrics } from "../../local/metrics/index.ts";
import type { MeasuredService } from "../../local/metrics/index.ts";
import { Sampler } from "../../local/metrics/sampler.ts";
import { TestFunctions } from "../../local/lambda/testing/functions.ts";
import { recordedAlarms, regionResources } from "../support/alarms/region.ts";
import { type AlarmGateway, startAlarmGateway } from "../support/alarms/gateway.ts";

/** Minutes after which each alarm has rung, or never will. */
const minutes = 15;

/** What happens within a minute. */
type Fault = (world: World) => Promise<unknown> | void;

interface World {
  readonly metrics: RegionMetrics;
  readonly service: { isRunning: boolean; isHealthy: boolean; cores: number; memoryMb: number };
  readonly queue: { visible: number; oldestSeconds: number };
  readonly deadLetters: { visible: number };
  /** Concurrency that is reserved for the function. */
  reserved: number;
  readonly unhealthyChecks: Set<string>;
  /** Calls the gateway. */
  calls(path: string, count: number): Promise<void>;
  /** Makes calls of the gateway slower than they are. */
  readonly gateway: AlarmGateway;
  /** A line of a trigger's log. */
  logged(line: string): Promise<void>;
  /** Invokes a function with this code. */
  invoked(code: string, count: number, reservedConcurrency?: number): Promise<void>;
}

interface Case {
  readonly fault: Fault;
  /** Others that are on for the same reason. */
  readonly also?: Readonly<Partial<Record<AlarmName, string>>>;
}

/** The fault that each alarm is for, beside everyday calls. */
const cases: Partial<Record<AlarmName, Case>> = {
  "api-server-errors": { fault: (world) => world.calls("/broken", 6) },
  "api-latency": { fault: slow(4_500, 0) },
  "api-integration-latency": { fault: slow(2_500, 2_500) },
  "api-authorizer-failures": {
    fault: async (world) => {
      await world.calls("/authorized", 6);
      await world.calls("/ok", 120);
    },
  },
  "api-refused-tokens": { fault: (world) => world.calls("/secured", 60) },
  "api-throttled": { fault: (world) => world.calls("/throttled", 61) },
  "api-quota-exceeded": { fault: (world) => world.calls("/keyed", 2) },
  "api-firewall-blocked": { fault: (world) => world.calls("/admin", 101) },
  "function-errors": {
    fault: (world) => world.invoked("export const handler = () => { throw new Error('no'); };", 3),
  },
  "function-throttles": {
    fault: (world) => world.invoked("export const handler = () => 1;", 1, 0),
  },
  "function-concurrency": { fault: (world) => void (world.reserved = 950) },
  "service-unhealthy-hosts": {
    fault: ({ service }) => void (service.isHealthy = false),
    also: { "service-down": "its only task is not healthy" },
  },
  "service-down": {
    fault: ({ service }) => void (service.isRunning = false),
    also: { "service-tasks": "the only task is missing for ten minutes" },
  },
  "service-tasks": {
    fault: ({ service }) => void (service.isRunning = false),
    also: { "service-down": "a service has one process here" },
  },
  "service-cpu": { fault: ({ service }) => void (service.cores = 0.24) },
  "service-memory": { fault: ({ service }) => void (service.memoryMb = 500) },
  "trigger-failures": {
    fault: async ({ logged }) => {
      for (let count = 0; count < 3; count++) await logged('{"message":"trigger failed"}');
    },
  },
  "queue-age": {
    fault: ({ queue }) => void Object.assign(queue, { visible: 3, oldestSeconds: 950 }),
  },
  "dead-letters": { fault: ({ deadLetters }) => void (deadLetters.visible = 1) },
  "health-check": { fault: unhealthy("health-check") },
  "health-check-shallow": { fault: unhealthy("health-check-shallow") },
  "health-check-deep": { fault: unhealthy("health-check-deep") },
  "health-check-sign-in": { fault: unhealthy("health-check-sign-in") },
};

const checks = Object.keys(thresholds).filter((name) => name.startsWith("health-check"));

const idle = { invocations: 0, errors: 0, throttles: 0, concurrentExecutions: 0 };

/** Alarms that nothing on a machine can set off. */
const withoutFault: Partial<Record<AlarmName, RegExp>> = {
  "nat-ports": /without a NAT gateway/,
  "users-throttled": /refuses no request for its rate/,
  "table-throttles": /refuses no request for its rate/,
  "certificate-expiry": /made at each start/,
};

function slow(latencyMs: number, integrationMs: number): Fault {
  return async (world) => {
    Object.assign(world.gateway.added, { latencyMs, integrationMs });
    await world.calls("/ok", 20);
    Object.assign(world.gateway.added, { latencyMs: 0, integrationMs: 0 });
  };
}

function unhealthy(check: string): Fault {
  return ({ unhealthyChecks }) => void unhealthyChecks.add(`${check}-id`);
}

describe("the alarms of a region on this machine", function () {
  this.timeout(30_000);
  const functions = new TestFunctions();
  let resources: Resource[];
  let gateway: AlarmGateway;
  let folder: string;

  before(async () => {
    resources = await recordedAlarms(() => {
      const pagingAlarmNames = new ApiAlarms("api", {
        restApiName: "shop",
        stageName: "dev",
      }).alarmNames;
      new RegionAlarms("shop", { ...regionResources.args, pagingAlarmNames });
    });
    gateway = await startAlarmGateway();
    folder = await mkdtemp(join(tmpdir(), "alarms-"));
    await mkdir(join(folder, "eu-west-1"));
  });
  after(async () => {
    await gateway.close();
    await rm(folder, { recursive: true });
  });
  afterEach(() => functions.removeAll());

  /** Lets minutes pass, each with everyday calls and a fault. @returns the alarms that have rung, by their runbooks */
  async function rung(fault: Fault | undefined, count = minutes): Promise<AlarmName[]> {
    let now = Date.UTC(2026, 0, 1);
    const service = { isRunning: true, isHealthy: true, cores: 0.02, memoryMb: 100 };
    const metrics = new RegionMetrics(new MetricStore(() => now), {
      of: async () => ({ cores: service.cores, memoryMb: service.memoryMb }),
    });
    metrics.use([...resources, ...regionResources.resources]);
    gateway.measure(metrics);
    const log = join(folder, "eu-west-1", "pre-sign-up.log");
    await rm(log, { force: true });
    const sampler = new Sampler(folder);
    const queue = { visible: 0, oldestSeconds: 0 };
    const deadLetters = { visible: 0 };
    let invoked: Awaited<ReturnType<TestFunctions["create"]>> | undefined;
    const world: World = {
      ...{ metrics, service, queue, deadLetters, gateway, reserved: 0 },
      unhealthyChecks: new Set(),
      calls: (path, number) => gateway.calls(path, number),
      logged: (line) => appendFile(log, `${line}\n`),
      invoked: async (code, number, reservedConcurrency) => {
        const options = reservedConcurrency === undefined ? {} : { reservedConcurrency };
        invoked ??= await functions.create(code, options);
        for (let each = 0; each < number; each++) await invoked.invoke("{}").catch(() => {});
      },
    };
    const alarms = new Alarms("eu-west-1", metrics);
    const all = new Set<AlarmName>();
    let hasPaged = false;
    for (let minute = 0; minute < count; minute++) {
      await world.calls("/ok", 10);
      await world.calls("/none", 1);
      await fault?.(world);
      const running: MeasuredService = {
        ...{ name: "orders", isRunning: service.isRunning, pid: 1 },
        isHealthy: async () => service.isHealthy,
      };
      await sampler.sample([
        {
          ...{ name: "eu-west-1", metrics },
          healthChecks: new Map(
            checks.map((check) => [`${check}-id`, !world.unhealthyChecks.has(`${check}-id`)]),
          ),
          measured: {
            functions: [
              {
                name: "shop-resize",
                counters: invoked?.counters ?? idle,
                reservedConcurrency: world.reserved || undefined,
              },
            ],
            services: [running],
          },
          queues: async () => [
            { name: "jobs", ...queue },
            { name: "jobs-dead", oldestSeconds: 0, ...deadLetters },
          ],
        },
      ]);
      for (const { state, runbook, kind } of alarms.describe(resources)) {
        if (state !== "ALARM") continue;
        if (kind === "composite") hasPaged = true;
        else all.add(/([\w-]+)\.md$/.exec(runbook!)![1] as AlarmName);
      }
      now += 60_000;
    }
    // Those of health checks are in another region.
    const pages = [...all].some(
      (each) => thresholds[each].severity === "page" && !checks.includes(each),
    );
    assert.equal(hasPaged, pages, "the alarm of the region");
    return [...all].sort();
  }

  it("has a fault or a reason for each row of the table", () => {
    const known = [...Object.keys(cases), ...Object.keys(withoutFault)];

    assert.deepEqual(known.sort(), Object.keys(thresholds).sort());
  });

  for (const [name, { fault, also = {} }] of Object.entries(cases)) {
    it(`${name} rings by its fault, and no other does`, async () => {
      assert.deepEqual(await rung(fault), [name, ...Object.keys(also)].sort());
    });
  }

  it("says why the others can't ring", () => {
    const metrics = new RegionMetrics();
    metrics.use([...resources, ...regionResources.resources]);
    const described = new Alarms("eu-west-1", metrics).describe(resources);

    for (const [name, reason] of Object.entries(withoutFault)) {
      const alarm = described.find(({ runbook }) => runbook === `docs/runbooks/${name}.md`)!;
      assert.equal(alarm.state, "not measured");
      assert.match(alarm.reason, reason);
    }
  });

  it("do not ring in an hour of healthy load", async () => {
    const healthy: Fault = async (world) => {
      await world.calls("/secured", 2);
      await world.calls("/broken", 1);
      await world.calls("/throttled", 1);
      await world.calls("/admin", 1);
    };

    assert.deepEqual(await rung(healthy, 60), []);
  });
});
