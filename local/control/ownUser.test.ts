import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { isOwnUser } from "./ownUser.ts";

/** Opens a connection, and optionally closes it at once. */
const client = (port: number, then: "stays" | "goes") =>
  `const s = require("net").connect(${port}, "127.0.0.1", () => ${then === "goes" ? "process.exit()" : "0"});`;

describe("isOwnUser", () => {
  let server: Server;
  let port: number;

  beforeEach(async () => {
    server = createServer({ allowHalfOpen: true }).listen(0, "127.0.0.1");
    await once(server, "listening");
    port = (server.address() as AddressInfo).port;
  });
  afterEach(() => server.close());

  const accepted = async (open: () => void): Promise<Socket> => {
    const connection = once(server, "connection");
    open();
    return ((await connection) as [Socket])[0];
  };

  for (const host of ["127.0.0.1", "::ffff:127.0.0.1"]) {
    it(`accepts a connection of the same user to ${host}`, async () => {
      let socket: Socket | undefined;
      const other = await accepted(() => (socket = connect(port, host)));

      assert.equal(await isOwnUser(other), true);

      socket!.destroy();
      other.destroy();
    });
  }

  it("refuses a connection of another user, even after its program has ended", async function () {
    const isRoot = process.platform === "linux" && process.getuid?.() === 0;
    if (!isRoot) return this.skip(); // Only root can change its user.
    for (const then of ["stays", "goes"] as const) {
      let child: ReturnType<typeof spawn>;
      const other = await accepted(() => {
        child = spawn(process.execPath, ["-e", client(port, then)], { uid: 65_534, gid: 65_534 });
      });
      if (then === "goes") await once(child!, "exit");

      assert.equal(await isOwnUser(other), false, then);

      child!.kill();
      other.destroy();
    }
  });

  it("refuses a process that this one has started, and one that such a process has", async () => {
    if (process.platform !== "linux") return;
    const own = client(port, "stays");
    const below = `require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(own)}]);`;
    for (const program of [own, below]) {
      let child: ReturnType<typeof spawn>;
      const group = { detached: true, stdio: "ignore" } as const;
      const other = await accepted(() => {
        child = spawn(process.execPath, ["-e", program], group);
      });

      assert.equal(await isOwnUser(other), false, program);

      process.kill(-child!.pid!);
      other.destroy();
    }
  });

  it("refuses a connection that Linux does not list", async () => {
    const nobody = { remotePort: 1, localPort: port } as Socket;
    assert.equal(await isOwnUser(nobody), process.platform !== "linux");
  });
});
