import assert from "node:assert/strict";
import { DeployedProject } from "../support/deployedProject.ts";

const stack = "world-us-east-1";
const region = "us-east-1";
const file = "stacks/platform.ts";

/** Functions of the platform's own; what they do does not matter here. */
const handlers = {
  "handlers/jobs.ts": `export const handler = async () => ({ statusCode: 200, body: "" });\n`,
  "handlers/worker.ts": `export const handler = async () => ({ batchItemFailures: [] });\n`,
};

const functions = `functions: {
    jobs: {
      entry: "handlers/jobs.ts",
      vpc: true,
      resources: { feedback: ["SendMessage"] },
      tables: { "orders.orders": ["Query"] },
      schedules: { nightly: { expression: "cron(0 3 * * ? *)" } },
    },
    worker: { entry: "handlers/worker.ts", queue: { from: "feedback" } },
  },
  `;
const route = `"GET /jobs": lambda("jobs"),\n    `;
const secrets = `secrets: {
        PAYMENT_KEY: secret("{environment}/payments", { key: "apiKey" }),
        SIGNING_KEY: parameter("/{environment}/orders/signing-key"),
      },`;
const scaling = `scaling: {
        max: 9,
        cpuPercent: 60,
        requestsPerTarget: 1_000,
        schedules: { nights: { at: "cron(0 22 ? * * *)", min: 1, max: 2 } },
      },`;

/** Lines of the definition, in the order of the stages: as it is, with options, and with fewer of them. */
const stages = {
  orders: [
    'directory: "services/orders",',
    `directory: "services/orders", calls: ["catalog"], ${secrets} ${scaling}`,
    `directory: "services/orders", environment: { LEVEL: "2" }, ${scaling}`,
  ],
  catalog: [
    'catalog: { directory: "services/catalog" }',
    'catalog: { directory: "services/catalog", calls: ["orders"], assertion: { enforce: false } }',
    'catalog: { directory: "services/catalog", assertion: { keys: ["1", "2"], active: "1" } }',
  ],
  observability: [
    "services: {",
    'observability: { dashboards: true, usage: true, logs: { search: "opensearch" } },\n  services: {',
    "services: {",
  ],
  functions: ["routes: {\n    ", `${functions}routes: {\n    ${route}`, "routes: {\n    "],
} as const;

/** Only task definitions and deployments can't be updated. */
const replaced = [
  "Deployment world",
  "TaskDefinition world-catalog",
  "TaskDefinition world-orders",
];

/** Does not prove how long AWS takes, nor that its tasks and functions work meanwhile. */
describe("options of services and functions on the real engine", function () {
  this.timeout(180_000);
  let deployed: DeployedProject;

  before(async function () {
    deployed = await DeployedProject.start(this, [region]);
    await deployed.addEnvironment("world");
    await deployed.project.write(handlers);
    await deployed.replace(file, "lambdaProxy, sqs }", "lambda, lambdaProxy, sqs }");
    await deployed.replace(file, "definePlatform, ", "definePlatform, parameter, secret, ");
    await deployed.init(stack);
    await deployed.succeed("up", stack);
  });
  after(() => deployed?.close());

  /** Changes the definition to a stage. */
  async function moveTo(stage: 1 | 2) {
    for (const lines of Object.values(stages)) {
      await deployed.replace(file, lines[stage - 1]!, lines[stage]!);
    }
  }

  const ownedBy = async (pattern: RegExp) =>
    (await deployed.inventory(region)).filter(({ owner }) => pattern.test(owner?.name ?? ""));
  const existing = async (type: string, name: string) =>
    (await ownedBy(new RegExp(`^${name}$`))).find((entry) => entry.type.endsWith(`:${type}`))!;
  const container = async (name: string) => {
    const { inputs } = await existing("TaskDefinition", name);
    const [definition] = JSON.parse(String(inputs["containerDefinitions"])) as Container[];
    return definition!;
  };

  it("are added without a change of what they do not concern", async () => {
    await moveTo(1);

    const order = await deployed.operations(stack);

    assert.deepEqual(begun(order, "update"), [
      "Function world-catalog-proxy",
      "RestApi world",
      "RolePolicy world-catalog-proxy",
      "RolePolicy world-orders-execution",
      "Service world-catalog",
      "Service world-orders",
      "Stage world",
    ]);
    assert.deepEqual(begun(order, "replace"), replaced);
    assert.deepEqual(begun(order, "delete"), []);
    const ofCalls = /-calls-(?!by)|called-|world-services/;
    assert.deepEqual(
      begun(order, "create").filter((created) => ofCalls.test(created)),
      [
        "Record world-services-catalog",
        "Record world-services-orders",
        "SecurityGroupEgressRule world-catalog-calls-orders",
        "SecurityGroupEgressRule world-orders-calls-catalog",
        "SecurityGroupIngressRule world-catalog-called-by-orders",
        "SecurityGroupIngressRule world-orders-called-by-catalog",
        "ServiceNames world-services",
        "Zone world-services",
      ],
    );
    assertOrder(
      order,
      ["end create VpcEndpoint world-kms", "begin update Function world-catalog-proxy"],
      [
        "end create SecurityGroupEgressRule world-catalog-proxy-to-kms",
        "begin update Function world-catalog-proxy",
      ],
      ["end update RolePolicy world-orders-execution", "begin update Service world-orders"],
      ["end create RolePolicy world-worker", "begin create EventSourceMapping world-worker"],
      ["end create RolePolicy world-jobs-schedule", "begin create Schedule world-jobs-nightly"],
    );
    const dashboards = await ownedBy(/-dashboard$/);
    // The edge's stack has the one over all regions.
    assert.deepEqual(
      dashboards.map(({ inputs }) => inputs["dashboardName"]),
      ["world-us-east-1"],
    );
    assert.deepEqual(
      (await ownedBy(/-by-(caller|route)$/)).map(({ inputs }) => inputs["ruleState"]),
      ["ENABLED", "ENABLED", "ENABLED"],
    );
    assertOrder(
      order,
      [
        "end create Invocation world-search-setup",
        "begin create FirehoseDeliveryStream world-search",
      ],
      [
        "end create RolePolicy world-search-archive",
        "begin create FirehoseDeliveryStream world-search-archive",
      ],
    );
    const { secrets } = await container("world-orders");
    assert.deepEqual(secrets?.map(({ name }) => name).sort(), ["PAYMENT_KEY", "SIGNING_KEY"]);
  });

  it("change nothing the next time", async () => {
    assert.deepEqual(await deployed.changes(stack), []);
  });

  it("leave nothing behind when they are removed, while others change", async () => {
    await deployed.alter(region, await existing("Service", "world-orders"), { desiredCount: 7 });
    await moveTo(2);
    const tls = "config:\n  palisade:internalTls: true\n";
    await deployed.replace(`stacks/Pulumi.${stack}.yaml`, "config:\n", tls);

    const order = await deployed.operations(stack);

    assert.deepEqual(
      await ownedBy(/^world-(jobs|worker|services|dashboard|search|.*-by-|.*-call)/),
      [],
    );
    assert.deepEqual(begun(order, "replace"), replaced);
    assert.equal((await container("world-orders")).secrets, undefined);
    const jwks = (await container("world-catalog")).environment.find(
      ({ name }) => name === "ASSERTION_JWKS",
    );
    const { keys } = JSON.parse(jwks!.value) as { keys: { kid: string }[] };
    assert.deepEqual(
      keys.map(({ kid }) => kid),
      ["1", "2"],
    );
    const moved = "update Function world-orders-proxy";
    assertOrder(
      order,
      ["end create Listener world-orders-tls", `begin ${moved}`],
      ["end create Record world-internal-orders", `begin ${moved}`],
      ["end create SecurityGroupEgressRule world-orders-proxy-to-service-tls", `begin ${moved}`],
      ["end create SecurityGroupIngressRule world-orders-proxy-from-proxy-tls", `begin ${moved}`],
      [`end ${moved}`, "begin delete Listener world-orders"],
      [`end ${moved}`, "begin delete SecurityGroupEgressRule world-orders-proxy-to-service"],
      [`end ${moved}`, "begin delete SecurityGroupIngressRule world-orders-proxy-from-proxy"],
      ["end update Stage world", "begin delete Permission world-jobs_function"],
    );
  });

  it("leave a scaled service its number of tasks, also after a refresh", async () => {
    const { outputs } = await existing("Service", "world-orders");
    assert.equal(outputs["desiredCount"], 7);

    await deployed.succeed("preview", stack, "--refresh", "--expect-no-changes");
  });
});

interface Container {
  readonly environment: readonly { readonly name: string; readonly value: string }[];
  readonly secrets?: readonly { readonly name: string }[];
}

/** What an update began to create, for example, sorted. */
const begun = (order: readonly string[], op: string): string[] =>
  order
    .flatMap((each) => (each.startsWith(`begin ${op} `) ? [each.slice(7 + op.length)] : []))
    .sort();

/** Requires the first operation of each pair before the second. */
function assertOrder(order: readonly string[], ...pairs: readonly (readonly [string, string])[]) {
  for (const [first, second] of pairs) {
    for (const each of [first, second])
      assert.ok(order.includes(each), `${each}:\n${order.join("\n")}`);
    assert.ok(order.indexOf(first) < order.indexOf(second), `${first} before ${second}`);
  }
}
