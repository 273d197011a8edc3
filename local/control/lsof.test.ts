import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { isAcceptedByLsof, readHolders } from "./lsof.ts";

describe("lsof", () => {
  let server: Server;
  let port: number;

  before(async () => {
    server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    port = (server.address() as AddressInfo).port;
  });
  after(() => server.close());

  it("reads processes and their connections, whatever other fields there are", () => {
    const output = "p12\nf7\nn127.0.0.1:5->127.0.0.1:6\nf8\nn*:80\np13\nf3\nTST=LISTEN\nn[::1]:9\n";

    assert.deepEqual(readHolders(output), [
      { pid: 12, connection: "127.0.0.1:5->127.0.0.1:6" },
      { pid: 12, connection: "*:80" },
      { pid: 13, connection: "[::1]:9" },
    ]);
  });

  it("tells this process's connections from those of processes below it", async function () {
    const isThere = spawnSync("lsof", ["-v"]).error === undefined;
    if (!isThere) return this.skip(); // macOS has it; Linux does not need it.
    const connections: Socket[] = [];
    const next = async () => {
      const [socket] = (await once(server, "connection")) as [Socket];
      connections.push(socket);
      return socket;
    };
    const accepted = next();
    const own = connect(port, "127.0.0.1");
    connections.push(own);
    const acceptedOwn = await accepted;
    const below = next();
    const program = `require("net").connect(${port}, "127.0.0.1")`;
    const child = spawn(process.execPath, ["-e", program], { stdio: "ignore" });
    const acceptedBelow = await below;
    try {
      assert.equal(await isAcceptedByLsof(acceptedOwn), true);
      assert.equal(await isAcceptedByLsof(acceptedBelow), false);
    } finally {
      child.kill();
      for (const socket of connections) socket.destroy();
    }
  });
});
