import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "../../project/testing/runCommand.ts";
import { run } from "./index.ts";
import { regionDocuments } from "./insights.ts";
import { type InsightsServer, startInsights, type StoredLine } from "./testing/insightsServer.ts";

const requestId = "60e66d49-a448-4096-b6c3-e74cfe509743";
const execution = "0a1b2c3d-0000-4000-8000-00000000abcd";
const traceId = "1-6b0ddf8f-223a134afab23d29c23aae64";
const at = "2026-11-30T20:41:52.014Z";

const stored = (logGroup: string, message: object | string, region = "eu-west-1"): StoredLine => ({
  ...{ region, logGroup, timestamp: "2026-11-30 20:41:52.020" },
  message: typeof message === "string" ? message : JSON.stringify(message),
});

/** A call with an id of the client's, which the service's table refuses; the function is an own one. */
const lines: StoredLine[] = [
  stored("prod-access-0123456", {
    ...{ requestId, integrationRequestId: execution, traceId, route: "GET /orders", status: "500" },
    ...{ timestamp: String(Date.parse(at) - 40), durationMs: "40" },
  }),
  stored("prod-orders-proxy-0123456", {
    ...{ level: "error", message: "request", timestamp: at, correlationId: "mine-0001" },
    ...{ service: "orders", route: "GET /orders", status: 500, durationMs: 30, upstreamMs: 25 },
    ...{ attempts: 1, requestId, traceId },
  }),
  stored("prod-orders-0123456", {
    ...{ timestamp: at, level: "error", service: "orders", method: "GET", path: "/orders" },
    ...{ status: 500, durationMs: 22, correlationId: "mine-0001", traceId },
    error: "AccessDeniedException: no\n    at x (node_modules/@aws-sdk/client-dynamodb/a.js:1:2)",
  }),
  stored(
    "prod-orders-proxy-0123456",
    `REPORT RequestId: ${execution}\tDuration: 31.00 ms\tBilled Duration: 31 ms`,
  ),
  stored("prod-other-0123456", { message: "of another call", correlationId: "mine-0002" }),
  stored("dev-access-0123456", { requestId, route: "GET /orders", status: "200" }),
];

describe("npm run trace on AWS", () => {
  let root: string;
  let server: InsightsServer | undefined;

  before(async () => {
    root = await mkdtemp(join(tmpdir(), "palisade-trace-"));
    await mkdir(join(root, "stacks"));
    await writeFile(join(root, "Pulumi.yaml"), "name: test\nstackConfigDir: stacks\n");
    for (const region of ["eu-west-1", "us-east-1"]) {
      const file = join(root, "stacks", `Pulumi.prod-${region}.yaml`);
      await writeFile(file, `config:\n  aws:region: ${region}\n`);
    }
  });
  after(() => rm(root, { recursive: true }));
  afterEach(async () => {
    await server?.close();
    for (const name of variables) delete process.env[name];
  });

  const variables = [
    "AWS_ENDPOINT_URL_CLOUDWATCH_LOGS",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
  ];
  const start = async (behavior: Partial<Parameters<typeof startInsights>[0]> = {}) => {
    server = await startInsights({ lines, ...behavior });
    const values = [server.url, "AKIATEST", "secret"];
    for (const [index, name] of variables.entries()) process.env[name] = values[index]!;
    return server;
  };

  it("asks all regions, follows the ids that it finds, and names hop and cause", async () => {
    const { queries } = await start({ refused: 2 });

    const { code, stdout, stderr } = await runCommand(
      run,
      ["mine-0001", "--env", "prod", "--html", "call.html"],
      root,
    );

    assert.equal(code, 0, stderr);
    const hops = stdout.split("\n").map((line) => line.trim().split(/ {2,}/)[1]);
    assert.deepEqual(hops.slice(1, 5).sort(), [
      ...["function orders", "function prod-orders-proxy", "gateway", "service orders"],
    ]);
    assert.match(stdout, /Failed at the table of service orders: AccessDeniedException: no$/m);
    assert.doesNotMatch(stdout, /another call/);
    assert.match(stderr, /^us-east-1: searching$/m);
    const asked = (region: string) => queries.filter((each) => each.region === region);
    assert.equal(asked("eu-west-1").length, 3);
    assert.match(asked("eu-west-1")[2]!.text, new RegExp(`like "${execution}"`));
    const page = await readFile(join(root, "call.html"), "utf8");
    assert.match(page, /Failed at the table of service orders/);
    assert.doesNotMatch(page, /https?:\/\/|<script/);
  });

  it("gives the lines as documents", async () => {
    await start();

    const { stdout } = await runCommand(run, [requestId, "--env", "prod", "--json"], root);

    const { cause, lines: found } = JSON.parse(stdout) as {
      cause: { hop: string };
      lines: Record<string, unknown>[];
    };
    assert.equal(cause.hop, "table of service orders");
    assert.equal(found.length, 4);
    for (const line of found) {
      assert.equal(line["cloud.region"], "eu-west-1");
      assert.equal(line["service.environment"], "prod");
      assert.equal(line["cloud.account.id"], "123456789012");
    }
  });

  it("waits for lines that arrive late", async () => {
    const { url } = await start({ late: 2 });
    const credentials = async () => ({ accessKeyId: "AKIATEST", secretAccessKey: "secret" });

    const found = await regionDocuments({
      ...{ region: "eu-west-1", environment: "prod", id: "mine-0001", since: 0 },
      ...{ patienceMs: 30_000, pollMs: 5, pauseMs: 5, progress: () => {} },
      endpoint: { url, credentials },
    });

    assert.equal(found.length, 4);
  });

  it("says what is wrong with an id, an environment, or the credentials", async () => {
    await start();
    for (const [args, expected] of [
      [['x" or 1', "--env", "prod"], /is no id of a call\. Use x-correlation-id/],
      [["mine-0001", "--env", "none"], /environment "none" has no stacks/],
      [["mine-0001", "--env", "prod", "--since", "soon"], /such as 30m, 3h or 2d/],
      [["mine-0001"], /no logs in \.local\/logs\. Start the platform: npm start/],
    ] as const) {
      const { code, stderr } = await runCommand(run, args, root);
      assert.equal(code, 1);
      assert.match(stderr, expected);
    }
  });
});
