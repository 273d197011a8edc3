import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { connectEndpoint } from "../aws/endpoint.ts";
import type { HostAddress } from "../lambda/index.ts";
import { Children } from "../../project/children.ts";
import { runService } from "./runner.ts";
import { noCalls } from "./testing/noCalls.ts";
import type { ServiceSpec } from "./spec.ts";
import type { TaskCredentials } from "./taskCredentials.ts";

/** Responds with its environment; ends on request. */
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

const readmeFile = new URL("../../services/README.md", import.meta.url);

interface RunOptions {
  readonly command?: string;
  readonly onAddress?: (address?: HostAddress) => void;
}

describe("runService", () => {
  const aws = connectEndpoint("http://127.0.0.1:1", "us-east-1", {
    accessKeyId: "a",
    secretAccessKey: "b",
  });
  let folder: string;
  let children: Children;
  let addresses: (HostAddress | undefined)[];
  let said: string[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "service-"));
    children = new Children(() => {});
    addresses = [];
    said = [];
  });
  afterEach(async () => {
    await children.close();
    await rm(folder, { recursive: true });
  });

  const noteAddress = (address?: HostAddress) => void addresses.push(address);

  const run = async (
    source: string,
    { command = "node", onAddress = noteAddress }: RunOptions = {},
  ) => {
    await writeFile(join(folder, "server.js"), source);
    await writeFile(join(folder, "Dockerfile"), `CMD ["${command}", "server.js"]`);
    const spec: ServiceSpec = {
      name: "orders",
      directory: folder,
      environment: { ORDERS_TABLE: "orders", PORT: "8080" },
      secrets: ["PAYMENT_KEY"],
      taskRoleArn: "arn:role",
      healthPath: "/health",
      addresses: [],
      privateAddresses: [],
    };
    const announce = (message: string) => void said.push(message);
    return runService(spec, {
      ...{ aws, children, credentials, announce, onAddress, calls: noCalls },
      socketFolder: folder,
      secretsOf: ({ secrets }) => Object.fromEntries(secrets.map((name) => [name, "hunter2"])),
      logFileOf: (name) => `logs/${name}.log`,
    });
  };

  /** Requests the service's environment at its current address. */
  const environmentOf = async (): Promise<Record<string, string>> =>
    JSON.parse(await get(addresses.at(-1)!)) as Record<string, string>;

  it("starts a service with its port, its variables and its role's credentials", async () => {
    const running = await run(server);

    const environment = await environmentOf();
    assert.equal(environment["ORDERS_TABLE"], "orders");
    assert.equal(environment["PAYMENT_KEY"], "hunter2");
    assert.match(environment["PORT"]!, /^\d+$/);
    assert.notEqual(environment["PORT"], "8080");
    assert.equal(environment["HOST"], "127.0.0.1");
    assert.equal(environment["AWS_REGION"], "us-east-1");
    assert.equal(environment["AWS_ENDPOINT_URL"], "http://127.0.0.1:1");
    assert.equal(environment["CREDENTIALS_OF"], "arn:role");
    await running.stop();
  });

  it("hides the host's variables from it", async () => {
    process.env["HOST_SECRET"] = "secret";

    const running = await run(server);

    assert.equal((await environmentOf())["HOST_SECRET"], undefined);
    delete process.env["HOST_SECRET"];
    await running.stop();
  });

  it("can be reached only by its socket", async () => {
    const running = await run(server);

    const { PORT } = await environmentOf();
    const [address] = addresses as [{ path: string }];
    assert.deepEqual(Object.keys(address), ["path"]);
    await assert.rejects(get({ host: "127.0.0.1", port: Number(PORT) }), { code: "ECONNREFUSED" });
    assert.deepEqual(said, []);
    await running.stop();
    await until(() => !existsSync(address.path));
  });

  const open: [what: string, source: string, options: RunOptions][] = [
    [
      "another language",
      `import http.server, os
http.server.HTTPServer(("127.0.0.1", int(os.environ["PORT"])), type("H", (http.server.BaseHTTPRequestHandler,), {
  "do_GET": lambda self: (self.send_response(200), self.end_headers(), self.wfile.write(b"{}")),
})).serve_forever()`,
      { command: "python3" },
    ],
    [
      "a process without the socket's variables",
      `if (process.argv[2] !== "child") {
        const env = { ...process.env, NODE_OPTIONS: "" };
        require("node:child_process").spawn(process.execPath, [__filename, "child"], { env });
      } else {${server}}`,
      {},
    ],
  ];
  for (const [what, source, options] of open) {
    it(`announces once who can reach a service in ${what}`, async () => {
      const running = await run(source, options);

      const { port } = addresses[0] as { port: number };
      assert.equal(typeof (await environmentOf()), "object");
      assert.deepEqual(said, [
        `orders listens on port ${port}, which every program and user of this machine can reach, ` +
          `and not on the socket in PALISADE_SOCKET (services/README.md)`,
      ]);
      await running.stop();
    });
  }

  it("uses the socket that a service in another language creates, as in services/README.md", async () => {
    const readme = await readFile(readmeFile, "utf8");
    const [, python = ""] = /```python\n(.*?)```/s.exec(readme)!;
    const running = await run(python, { command: "python3" });

    assert.deepEqual(Object.keys(addresses[0]!), ["path"]);
    assert.deepEqual([await get(addresses[0]!), said], ["{}", []]);
    await running.stop();
  });

  it("restarts a service that has ended, on another socket", async () => {
    const back = new Promise<void>((resolve) => {
      const onAddress = (address?: HostAddress) => {
        noteAddress(address);
        if (addresses.length === 1) void get(address!, "/end").catch(() => {});
        if (addresses.length === 3) resolve();
      };
      void run(server, { onAddress });
    });

    await back;

    assert.equal(addresses[1], undefined, "it is down in between");
    assert.notDeepEqual(addresses[2], addresses[0]);
    assert.ok(await environmentOf());
    await until(() => !existsSync((addresses[0] as { path: string }).path));
  });

  it("announces the last lines and the log of a service that has ended", async () => {
    const ends = server.replace("process.exit(1)", 'throw new Error("no memory left")');
    const running = await run(ends);

    void get(addresses[0]!, "/end").catch(() => {});
    await until(() => said.some((line) => line.includes("Its log")));

    assert.equal(said[0], "orders ended (exit code 1); restarting it. Its last lines:");
    assert.ok(
      said.some((line) => line.includes("no memory left")),
      said.join("\n"),
    );
    assert.equal(said.at(-1), "  Its log: logs/us-east-1/orders.log");
    await running.stop();
  });

  it("reports a service that does not start, with its last lines and its log", async () => {
    const fails = `for (let line = 1; line < 20; line++) console.log(line); throw "\\x1b[2Jno database";`;

    await assert.rejects(run(fails), {
      name: "ServiceStartError",
      message:
        /Service "orders" in .* ended while starting: exit code 1\. Its last lines:\n.*�\[2Jno database.*\nIts log: logs\/us-east-1\/orders\.log$/s,
    });
  });

  it("says so if the service has printed nothing", async () => {
    await assert.rejects(run("process.exit(7)"), {
      message: /exit code 7\. It has printed nothing\.\nIts log: /,
    });
  });
});

function get(address: HostAddress, path = "/"): Promise<string> {
  const to = "path" in address ? { socketPath: address.path } : address;
  return new Promise((resolve, reject) => {
    request({ ...to, path, agent: false }, (response) => resolve(text(response)))
      .on("error", reject)
      .end();
  });
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}
