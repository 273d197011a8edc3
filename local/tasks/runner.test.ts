import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectEndpoint } from "../aws/endpoint.ts";
import { Children } from "../process/children.ts";
import { runService } from "./runner.ts";
import type { ServiceSpec } from "./spec.ts";
import type { TaskCredentials } from "./taskCredentials.ts";

/** Answers its health and its environment; ends when asked to. */
const server = `
  const http = require("node:http");
  http.createServer((request, response) => {
    if (request.url === "/end") process.exit(1);
    response.end(JSON.stringify(process.env));
  }).listen(process.env.PORT, process.env.HOST);
`;

const credentials: TaskCredentials = {
  environmentFor: (roleArn) => ({ CREDENTIALS_OF: roleArn }),
  close: () => {},
};

describe("runService", () => {
  const aws = connectEndpoint("http://127.0.0.1:1", "us-east-1", {
    accessKeyId: "a",
    secretAccessKey: "b",
  });
  let folder: string;
  let children: Children;
  let ports: (number | undefined)[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "service-"));
    children = new Children(() => {});
    ports = [];
  });
  afterEach(async () => {
    await children.close();
    await rm(folder, { recursive: true });
  });

  const run = async (source: string, onPort = (port?: number) => void ports.push(port)) => {
    await writeFile(join(folder, "server.js"), source);
    await writeFile(join(folder, "Dockerfile"), 'CMD ["node", "server.js"]');
    const spec: ServiceSpec = {
      name: "orders",
      directory: folder,
      environment: { ORDERS_TABLE: "orders", PORT: "8080" },
      taskRoleArn: "arn:role",
      healthPath: "/health",
      addresses: [],
    };
    return runService(spec, { aws, children, credentials, announce: () => {}, onPort });
  };

  it("starts a service where it may listen, with its own variables and its role's credentials", async () => {
    const running = await run(server);

    const response = await fetch(`http://127.0.0.1:${ports[0]}/`);
    const environment = (await response.json()) as Record<string, string>;
    assert.equal(environment["ORDERS_TABLE"], "orders");
    assert.equal(environment["PORT"], String(ports[0]));
    assert.equal(environment["HOST"], "127.0.0.1");
    assert.equal(environment["AWS_REGION"], "us-east-1");
    assert.equal(environment["AWS_ENDPOINT_URL"], "http://127.0.0.1:1");
    assert.equal(environment["CREDENTIALS_OF"], "arn:role");
    await running.stop();
  });

  it("keeps the host's own variables from it", async () => {
    process.env["HOST_SECRET"] = "secret";

    const running = await run(server);

    const response = await fetch(`http://127.0.0.1:${ports[0]}/`);
    assert.equal(((await response.json()) as Record<string, string>)["HOST_SECRET"], undefined);
    delete process.env["HOST_SECRET"];
    await running.stop();
  });

  it("starts a service again that has ended", async () => {
    const back = new Promise<void>((resolve) => {
      void run(server, (port) => {
        ports.push(port);
        if (ports.length === 1) void fetch(`http://127.0.0.1:${port}/end`).catch(() => {});
        if (ports.length === 3) resolve();
      });
    });

    await back;

    assert.equal(ports[1], undefined, "it is down in between");
    assert.equal((await fetch(`http://127.0.0.1:${ports[2]}/`)).status, 200);
  });

  it("says so if a service does not come up", async () => {
    await assert.rejects(run("process.exit(7)"), {
      name: "ServiceStartError",
      message: /Service "orders" in .* ended while starting: exit code 7/,
    });
  });
});
