import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer, type Server, type TLSSocket } from "node:tls";
import { promisify } from "node:util";
import { type SelfSigned, selfSigned } from "../local/selfSigned.ts";

/** Calls the function twice; Node.js reads trusted certificates only when a process starts. */
const twoCalls = `
  const { handler } = await import("./functions/proxy/handler.ts");
  const { testEvent } = await import("./functions/testing/proxyEvent.ts");
  const { testCallContext } = await import("./functions/testing/proxyCall.ts");
  const call = async () => (await handler(testEvent(), testCallContext)).statusCode;
  process.stderr.write(JSON.stringify([await call(), await call()]));
  process.exit();
`;

describe("a proxy function and a service with HTTPS", function () {
  this.timeout(60_000);

  let folder: string;
  let server: Server;
  /** The names that clients asked for, one for each connection. */
  let names: unknown[];
  let requests: number;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "palisade-tls-"));
    [names, requests] = [[], 0];
  });

  afterEach(async () => {
    server.close();
    await rm(folder, { recursive: true });
  });

  /** The statuses of two calls, and the error in the log. */
  async function call({ certificate, privateKey }: SelfSigned, trusted: string) {
    const sockets = new Set<TLSSocket>();
    server = createServer({ cert: certificate, key: privateKey }, (socket) => {
      names.push(socket.servername);
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("data", () => {
        requests += 1;
        socket.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
      });
    }).listen(0, "localhost");
    server.on("tlsClientError", () => {});
    await once(server, "listening");
    const file = join(folder, "trusted.pem");
    await writeFile(file, trusted);
    const node = ["--import", "tsx", "--input-type=module", "-e", twoCalls];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, node, {
      env: {
        ...process.env,
        NODE_EXTRA_CA_CERTS: file,
        SERVICE_NAME: "orders",
        SERVICE_URL: `https://localhost:${(server.address() as AddressInfo).port}`,
      },
    });
    for (const socket of sockets) socket.destroy();
    const { error } = JSON.parse(stdout.split("\n", 1)[0]!) as { error?: string };
    return { statuses: JSON.parse(stderr) as number[], error };
  }

  it("agree if the certificate is trusted and for the service's name, and keep the connection", async () => {
    const made = selfSigned("Test", 1, ["localhost"]);

    const { statuses } = await call(made, made.certificate);

    assert.deepEqual(statuses, [200, 200]);
    assert.deepEqual(names, ["localhost"]);
    assert.equal(requests, 2);
  });

  for (const [what, made, trusted, reason] of [
    ["of nobody that is trusted", selfSigned("Test", 1, ["localhost"]), undefined, /self-signed/],
    ["for another name", selfSigned("Test", 1, ["orders.example"]), "itself", /altnames/],
    ["that has expired", selfSigned("Test", 0, ["localhost"]), "itself", /expired/],
  ] as const) {
    it(`send nothing with a certificate ${what}`, async () => {
      const other = selfSigned("Other", 1, ["localhost"]);

      const { statuses, error: given } = await call(made, (trusted ? made : other).certificate);

      assert.deepEqual(statuses, [503, 503]);
      assert.equal(requests, 0);
      assert.match(given!, reason);
    });
  }
});
