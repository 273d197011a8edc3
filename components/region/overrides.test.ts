import assert from "node:assert/strict";
import { recordResources } from "../../tests/support/recordResources.ts";
import { lambdaProxy } from "../api/index.ts";
import { definePlatform } from "../platform.ts";
import { faultsOf } from "../shared/testing/refuses.ts";
import { RegionalPlatform, type RegionalPlatformArgs } from "./index.ts";

const definition = definePlatform({
  name: "Test",
  services: {
    orders: {
      directory: "services/orders",
      cpu: 512,
      memoryMb: 1024,
      desiredCount: 1,
      proxy: {
        reservedConcurrency: 4,
        resilience: { retries: {}, faultInjection: { errorShare: 0.5 } },
      },
    },
    catalog: { directory: "services/catalog" },
  },
  functions: {
    thumbnail: { entry: "components/functions/testing/thumbnail.ts", reservedConcurrency: 3 },
  },
  routes: {
    "GET /orders": lambdaProxy("orders"),
    "GET /catalog": lambdaProxy("catalog", { streaming: true, timeoutMs: 60_000 }),
  },
});

const args: RegionalPlatformArgs = {
  region: "us-east-1",
  definition,
  zones: ["us-east-1a", "us-east-1b"],
  production: false,
};

const record = (more: Partial<RegionalPlatformArgs>) =>
  recordResources(() => new RegionalPlatform("test", { ...args, ...more }), {
    "aws:apigateway/stage:Stage": { invokeUrl: "https://api/live" },
    "awsx:ec2:Vpc": { vpcId: "vpc", privateSubnetIds: ["private-1", "private-2"] },
  });

type Recorded = Awaited<ReturnType<typeof record>>;

/** The variable from which a proxy function reads its failures. */
const resilienceOf = (recorded: Recorded, name: string): unknown => {
  const { variables } = recorded.inputs("Function", name)["environment"] as {
    variables: Record<string, string>;
  };
  return variables["RESILIENCE"] && JSON.parse(variables["RESILIENCE"]);
};

const sizeOf = (recorded: Recorded, service: string) => {
  const { cpu, memory } = recorded.inputs("TaskDefinition", service);
  return { cpu, memory, tasks: recorded.inputs("Service", service)["desiredCount"] };
};

describe("what a stack has in place of the platform's definition", () => {
  it("is nothing by default, and an empty object changes nothing", async () => {
    const [without, empty] = [
      await record({}),
      await record({ services: {}, functions: {}, faults: {} }),
    ];

    assert.deepEqual(empty.counts, without.counts);
    for (const type of ["TaskDefinition", "Service", "Function"]) {
      for (const name of without.names(type)) {
        const [one, other] = [empty, without].map((each) => ({
          ...each.inputs(type, name),
          // Two promises are never equal.
          code: undefined,
        }));
        assert.deepEqual(one, other, name);
      }
    }
  });

  it("replaces sizes option by option", async () => {
    const recorded = await record({
      services: {
        orders: { memoryMb: 2048, proxy: { memoryMb: 512 } },
        catalog: {
          cpu: 1024,
          memoryMb: 4096,
          desiredCount: 3,
          proxy: { provisionedConcurrency: 2 },
        },
      },
      functions: { thumbnail: { memoryMb: 1024 } },
    });

    assert.deepEqual(sizeOf(recorded, "test-orders"), { cpu: "512", memory: "2048", tasks: 1 });
    assert.deepEqual(sizeOf(recorded, "test-catalog"), { cpu: "1024", memory: "4096", tasks: 3 });
    const proxy = recorded.inputs("Function", "test-orders-proxy");
    assert.deepEqual([proxy["memorySize"], proxy["reservedConcurrentExecutions"]], [512, 4]);
    assert.deepEqual(recorded.names("Alias"), ["test-catalog-proxy"]);
    const own = recorded.inputs("Function", "test-thumbnail");
    assert.deepEqual([own["memorySize"], own["reservedConcurrentExecutions"]], [1024, 3]);
  });

  it("lets tasks follow the load in place of a fixed number, and the other way round", async () => {
    const scaling = { max: 6, cpuPercent: 50 };
    const scaled = await record({ services: { orders: { scaling } } });
    const services = { orders: { directory: "services/orders", scaling } };
    const routes = { "GET /orders": lambdaProxy("orders") };
    const fixed = await record({
      definition: definePlatform({ name: "Test", services, routes }),
      services: { orders: { desiredCount: 5 } },
    });

    assert.equal(scaled.inputs("Target", "test-orders")["maxCapacity"], 6);
    assert.equal(fixed.counts["Target"], undefined);
    assert.equal(sizeOf(fixed, "test-orders").tasks, 5);
  });

  it("injects failures into a service or a route, and keeps other options", async () => {
    const recorded = await record({
      faults: {
        orders: { latencyMs: 300 },
        "GET /orders": { blackHoleShare: 0.1 },
        catalog: { errorShare: 1 },
      },
    });

    assert.deepEqual(resilienceOf(recorded, "test-orders-proxy"), {
      service: { retries: {}, faultInjection: { latencyMs: 300 } },
      routes: { "GET /orders": { faultInjection: { blackHoleShare: 0.1 } } },
    });
    for (const name of ["test-catalog-proxy", "test-catalog-stream-proxy"]) {
      const { service } = resilienceOf(recorded, name) as { service: unknown };
      assert.deepEqual(service, { faultInjection: { errorShare: 1 } });
    }
  });

  it("switches failures of the definition off", async () => {
    const recorded = await record({ faults: { orders: false } });

    assert.deepEqual(resilienceOf(recorded, "test-orders-proxy"), {
      service: { retries: {}, faultInjection: false },
    });
  });

  for (const [wrong, message] of [
    [
      { services: { order: { cpu: 256 } } },
      /services\.order is not a valid name; allowed: orders, catalog/,
    ],
    [
      { functions: { thumb: { memoryMb: 256 } } },
      /functions\.thumb is not .*; allowed: thumbnail\./,
    ],
    [
      { services: { orders: { cpu: 1024 } } },
      /services\.orders\.memoryMb is 1024; allowed: 2048 to 8192 in steps of 1024 with 1024 CPU units/,
    ],
    [
      { services: { orders: { proxy: { provisionedConcurrency: 5 } } } },
      /services\.orders\.proxy\.provisionedConcurrency is 5; .* from 1 to 4/,
    ],
    [
      { services: { orders: { desiredCount: 1, scaling: { max: 2, cpuPercent: 50 } } } },
      /services\.orders\.desiredCount is 1; allowed: nothing with scaling/,
    ],
    [{ services: { orders: { directory: "x" } } }, /unknown option "services\.orders\.directory"/],
    [
      { functions: { thumbnail: { provisionedConcurrency: 4 } } },
      /functions\.thumbnail\.provisionedConcurrency is 4; allowed: at most the reservedConcurrency of 3/,
    ],
    [
      { functions: { thumbnail: { timeoutSeconds: 4 } } },
      /unknown option "functions\.thumbnail\.timeoutSeconds"/,
    ],
    [
      { faults: { "GET /order": { errorShare: 1 } } },
      /faults\["GET \/order"\] is not a valid name; allowed: services and their routes: orders, catalog, GET \/orders, GET \/catalog/,
    ],
    [
      { faults: { orders: { errorShare: 0.6, blackHoleShare: 0.5 } } },
      /faults\.orders\.errorShare is 0\.6; allowed: a number from 0 to 0\.5/,
    ],
    [
      { faults: { orders: { errorShare: "0.1" as never } } },
      /faults\.orders\.errorShare is "0\.1"/,
    ],
    [
      { faults: { orders: { byHeader: true } }, production: true },
      /faults\.orders\.byHeader is true; allowed: false in production/,
    ],
  ] as [Partial<RegionalPlatformArgs>, RegExp][]) {
    it(`is refused before anything is registered: ${JSON.stringify(wrong)}`, () => {
      const faults = faultsOf(() => new RegionalPlatform("test", { ...args, ...wrong }));

      assert.equal(faults.length, 1);
      assert.match(String(faults[0]), message);
    });
  }

  it("may inject failures by configuration in production", async () => {
    const recorded = await record({ production: true, faults: { catalog: { errorShare: 0.1 } } });

    assert.deepEqual(resilienceOf(recorded, "test-catalog-proxy"), {
      service: { faultInjection: { errorShare: 0.1 } },
      routes: { "GET /catalog": { gatewayMs: 60_000 } },
    });
  });

  it("can't have more failures than fit into a function's variables", () => {
    const keys = Array.from(
      { length: 40 },
      (_, index) => `GET /orders/${"x".repeat(40)}${index}` as const,
    );
    const routes = Object.fromEntries(keys.map((key) => [key, lambdaProxy("orders")]));
    const services = { orders: { directory: "services/orders" } };
    const many = definePlatform({ name: "Test", services, routes });
    const faults = Object.fromEntries(
      keys.map((key) => [key, { errorShare: 0.1, latencyMs: 100 }]),
    );

    const [fault] = faultsOf(
      () => new RegionalPlatform("test", { ...args, definition: many, faults }),
    );

    assert.match(String(fault), /Service "orders": proxy: resilience is .*at most 3072 bytes/);
  });
});
