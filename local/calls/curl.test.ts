import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { curlOf } from "./curl.ts";

const run = promisify(execFile);
const hasCurl = spawnSync("curl", ["--version"]).status === 0;

describe("a call as a command of curl", () => {
  let server: Server;
  let url: string;
  const received: string[] = [];

  before(async () => {
    server = createServer((request, response) => {
      received.push(`${request.method} ${request.url}`);
      response.end();
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => void received.splice(0));
  after(() => server.close());

  for (const target of [
    "/orders?page[size]=1&ids[]=[1-3]",
    "/orders?x={a,b}",
    "/orders/../users/./1",
    "/orders/..",
    "/it's?a=$(id)&b=`id`",
  ]) {
    it(`sends ${target} once, and as it is`, async function () {
      if (!hasCurl) return this.skip();
      const request = { headers: [], body: "@a'b", bytes: 4, truncated: false };

      await run("sh", ["-c", curlOf({ method: "POST", target, request }, url)]);

      assert.deepEqual(received, [`POST ${target}`]);
    });
  }

  it("needs no option for an ordinary target", () => {
    const request = { headers: [], body: null, bytes: 0, truncated: false };

    const command = curlOf({ method: "GET", target: "/a.b/..c?d=.", request }, "http://x");

    assert.equal(command, "curl -i 'http://x/a.b/..c?d=.'");
  });
});
