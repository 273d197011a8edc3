import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Children } from "../../project/children.ts";
import { connectEndpoint } from "../aws/endpoint.ts";
import type { HostAddress } from "../lambda/index.ts";
import { RegionServices } from "./services.ts";

/** Notes its process in a file. */
const server = `
  require("node:fs").appendFileSync("pids", process.pid + "\\n");
  require("node:http").createServer((_, response) => response.end()).listen(process.env.PORT, process.env.HOST);
`;

describe("the services of a region", () => {
  let folder: string;
  let children: Children;
  let address: HostAddress | null;
  let services: RegionServices;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "services-"));
    children = new Children(() => {});
    await writeFile(join(folder, "server.js"), server);
    await writeFile(join(folder, "Dockerfile"), 'CMD ["node", "server.js"]');
    const keys = { accessKeyId: "a", secretAccessKey: "b" };
    const spec = {
      name: "orders",
      directory: folder,
      environment: {},
      secrets: [],
      taskRoleArn: undefined,
      healthPath: "/health",
      addresses: ["orders:80"],
      privateAddresses: [],
    };
    services = await RegionServices.start({
      specs: [spec],
      aws: connectEndpoint("http://127.0.0.1:1", "us-east-1", keys),
      children,
      network: {
        awsVariables: async () => ({}),
        locate: () => undefined,
        reportUnreachable: () => {},
      },
      credentials: { environmentFor: () => ({}), close: () => {} },
      socketFolder: folder,
      secretsOf: () => ({}),
      logFileOf: (name) => name,
      announce: () => {},
      onAddress: (_, changed) => (address = changed),
    });
  });
  afterEach(async () => {
    await children.close();
    await rm(folder, { recursive: true });
  });

  const processes = async () => {
    const started = (await readFile(join(folder, "pids"), "utf8")).trim().split("\n").map(Number);
    return started.filter(isRunning);
  };

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
    assert.notEqual(address, null);
  });

  it("do not outlast the region that stops while one starts", async () => {
    await services.stop("orders");
    const starting = services.start("orders");
    await services.stopAll();
    await starting;
    await services.start("orders");

    assert.deepEqual(await processes(), []);
    assert.equal(address, null);
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
