import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { promisify } from "node:util";
import { assertFree, freePort, releasePort } from "./freePort.ts";

/** Ports that another process gets in turn, while this one keeps its own. */
async function portsOfAnotherProcess(count: number): Promise<number[]> {
  const source = `
    import "./project/typescript.mjs";
    const { freePort } = await import("./local/process/freePort.ts");
    const ports = [];
    for (let i = 0; i < ${count}; i++) ports.push(await freePort());
    console.log(JSON.stringify(ports));`;
  const args = ["--input-type=module", "--eval", source];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout) as number[];
}

describe("a free port", () => {
  it("is given once, in all processes", async () => {
    const own: number[] = [];
    for (let i = 0; i < 500; i++) own.push(await freePort());
    const others = await portsOfAnotherProcess(300);

    assert.equal(new Set([...own, ...others]).size, 800);
    own.forEach(releasePort);
  });

  it("can be listened on, and is not free then", async () => {
    const port = await freePort();
    const server = createServer().listen(port, "127.0.0.1");
    await once(server, "listening");

    await assert.rejects(assertFree(port), { code: "EADDRINUSE", port });
    server.close();
    releasePort(port);
  });
});
