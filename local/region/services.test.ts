import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import { Children } from "../../project/children.ts";
import { connectEndpoint } from "../aws/endpoint.ts";
import type { HostAddress } from "../lambda/index.ts";
import { readNetworkRules } from "../network/regionNetwork.ts";
import type { ServiceSpec } from "../tasks/index.ts";
import { RegionServices } from "./services.ts";

/** Notes its process in a file. Responds with its version, to `/slow` when the file `go` exists. */
const server = (version: string) => `
  const { appendFileSync, existsSync } = require("node:fs");
  appendFileSync("pids", process.pid + "\\n");
  const server = require("node:http").createServer(async (request, response) => {
    response.write("${version}");
    while (request.url === "/slow" && !existsSync("go")) await new Promise((next) => setTimeout(next, 5));
    response.end(" from " + process.pid);
  }).listen(process.env.PORT, process.env.HOST);
`;

describe("the services of a region", () => {
  let folder: string;
  let children: Children;
  let services: RegionServices;
  let addresses: Map<string, HostAddress | null>;
  let restarts: number;
  let spec: ServiceSpec;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "services-"));
    children = new Children(() => {});
    await writeFile(join(folder, "server.js"), server("1"));
    await writeFile(join(folder, "Dockerfile"), 'CMD ["node", "server.js"]');
    addresses = new Map();
    restarts = 0;
    spec = {
      name: "orders",
      directory: folder,
      environment: {},
      secrets: [],
      taskRoleArn: undefined,
      healthPath: "/health",
      addresses: ["orders:80"],
      privateAddresses: [],
    };
    const keys = { accessKeyId: "a", secretAccessKey: "b" };
    services = new RegionServices({
      aws: connectEndpoint("http://127.0.0.1:1", "us-east-1", keys),
      children,
      network: {
        awsVariables: async () => ({}),
        locate: () => undefined,
        reportUnreachable: () => {},
        setAddress: (name, _, address) => void addresses.set(name, address),
        removeName: (name) => void addresses.delete(name),
      },
      credentials: { environmentFor: () => ({}), close: () => {} },
      socketFolder: folder,
      secretsOf: () => ({}),
      logFileOf: (name) => name,
      announce: () => {},
      onAddresses: () => {},
      onRestart: () => (restarts += 1),
      isInUse: (address) => callsTo(address) > 0,
    });
    await define(spec);
  });
  afterEach(async () => {
    await writeFile(join(folder, "go"), "");
    await services.stopAll();
    await children.close();
    await rm(folder, { recursive: true });
  });

  /** Serves these from now on. @returns ends when those that are replaced have ended */
  const define = async (...specs: ServiceSpec[]): Promise<() => Promise<void>> => {
    const prepared = await services.prepare(specs, await readNetworkRules([]));
    const retire = prepared.commit();
    return () => retire(Promise.resolve());
  };

  const processes = async () => {
    const started = (await readFile(join(folder, "pids"), "utf8")).trim().split("\n").map(Number);
    return started.filter(isRunning);
  };
  const until = async (condition: () => Promise<boolean>) => {
    while (!(await condition())) await setTimeout(10);
  };

  const open = new Map<string, number>();
  const callsTo = (address: HostAddress) => open.get(JSON.stringify(address)) ?? 0;
  /** Calls the service where its name leads. Resolves with the head of its response. */
  const call = async (path: string, name = "orders:80") => {
    const address = addresses.get(name)!;
    const key = JSON.stringify(address);
    const count = (by: number) => open.set(key, (open.get(key) ?? 0) + by);
    count(1);
    return new Promise<{ readonly body: Promise<string> }>((resolve, reject) => {
      const socketPath = (address as { path: string }).path;
      request({ socketPath, path, agent: false }, (response) => {
        resolve({ body: text(response).finally(() => count(-1)) });
      })
        .on("error", reject)
        .end();
    });
  };
  const answer = async (name?: string) => (await call("/", name)).body;

  it("run once, however often they are stopped and started at the same time", async () => {
    await Promise.all([
      services.stop("orders"),
      services.start("orders"),
      services.start("orders"),
      services.stop("orders"),
      services.start("orders"),
      services.start("orders"),
    ]);

    assert.equal((await processes()).length, 1);
    assert.notEqual(addresses.get("orders:80"), null);
  });

  it("do not outlast the region that stops while one starts", async () => {
    await services.stop("orders");
    const starting = services.start("orders").catch(() => {});
    await services.stopAll();
    await starting;
    await services.start("orders");

    assert.deepEqual(await processes(), []);
    assert.equal(addresses.get("orders:80"), null);
  });

  it("restart without losing a call, and the old process finishes its calls", async () => {
    const slow = await call("/slow");
    await writeFile(join(folder, "server.js"), server("2"));

    await services.restart("orders");

    assert.match(await answer(), /^2 from/);
    assert.equal((await processes()).length, 2);
    assert.equal(restarts, 1);
    await writeFile(join(folder, "go"), "");
    assert.match(await slow.body, /^1 from \d+$/);
    await until(async () => (await processes()).length === 1);
    assert.match(await answer(), /^2 from/);
  });

  it("stay if a new process fails, which is told with its last lines", async () => {
    await writeFile(join(folder, "server.js"), 'console.log("broken"); process.exit(3);');

    await assert.rejects(services.restart("orders"), (error: Error) => {
      assert.equal(error.name, "ServiceStartError");
      assert.match(
        error.message,
        /ended while starting: exit code 3\. Its last lines:\n {2}broken/,
      );
      return true;
    });

    assert.match(await answer(), /^1 from/);
    assert.equal(restarts, 0);
  });

  it("stay if a restart is cancelled, which ends the new process", async () => {
    await writeFile(
      join(folder, "server.js"),
      'require("node:fs").appendFileSync("pids", process.pid + "\\n"); setInterval(() => {}, 1e3);',
    );
    const cancel = new AbortController();
    const restarting = services.restart("orders", { signal: cancel.signal });
    await until(async () => (await processes()).length === 2);

    cancel.abort(new Error("edited again"));

    await assert.rejects(restarting, /edited again/);
    assert.equal((await processes()).length, 1);
    assert.match(await answer(), /^1 from/);
  });

  it("are replaced only if they differ, and leave their names when they are gone", async () => {
    const before = await answer();

    await define(spec, { ...spec, name: "mail", addresses: ["mail:80"] });
    assert.equal(await answer(), before);
    assert.match(await answer("mail:80"), /^1 from/);

    const retire = await define({ ...spec, environment: { MODE: "b" } });
    assert.notEqual(await answer(), before);
    await retire();
    assert.equal((await processes()).length, 1);
    assert.deepEqual([...addresses.keys()], ["orders:80"]);
  });

  it("stay stopped when a definition changes, and start by the new one", async () => {
    await services.stop("orders");

    await define({ ...spec, addresses: ["shop:80"] });
    assert.deepEqual(await processes(), []);
    await services.start("orders");

    assert.match(await answer("shop:80"), /^1 from/);
  });

  it("stay as they are if one of a definition does not start", async () => {
    const before = await answer();
    const broken = await mkdtemp(join(folder, "broken-"));
    await writeFile(join(broken, "Dockerfile"), 'CMD ["false"]');

    await assert.rejects(
      define(
        { ...spec, environment: { MODE: "b" } },
        { ...spec, name: "mail", directory: broken, addresses: ["mail:80"] },
      ),
      /Service "mail" .* ended while starting/,
    );

    assert.equal(await answer(), before);
    assert.equal((await processes()).length, 1);
    assert.deepEqual(services.names, ["orders"]);
    await services.restart("orders");
  });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
