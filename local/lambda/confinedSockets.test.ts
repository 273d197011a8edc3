import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { constants } from "node:os";
import { join } from "node:path";
import type { HostAddress } from "./index.ts";
import { folderOfTests } from "./testing/closedWays.ts";
import { curious } from "./testing/curious.ts";
import { TestFunctions } from "./testing/functions.ts";
import { socketOfOthers } from "./testing/socketOfOthers.ts";

/** Results of a refusal: by Node.js, by its internal objects, and by a closed port. */
const refusals: unknown[] = ["EACCES", -constants.errno.EACCES, "ECONNREFUSED"];

describe("sockets of a confined function", () => {
  const functions = new TestFunctions();
  let outside: string;

  beforeEach(async () => {
    await mkdir(folderOfTests, { recursive: true });
    outside = await mkdtemp(join(folderOfTests, "outside-"));
  });
  afterEach(async () => {
    await functions.removeAll();
    await rm(outside, { recursive: true });
  });

  const attempt = async (way: string, what?: string) =>
    (await functions.create(curious)).call({ way, what });

  for (const way of [
    "socket",
    "socketOptions",
    "socketLater",
    "socketByHandle",
    "socketBySecondLook",
    "socketHttp",
  ]) {
    it(`do not include other programs' sockets: ${way}`, async () => {
      const path = join(outside, "docker.sock");
      const server = createServer((_, response) => response.end()).listen(path);

      const result = await attempt(way, path);

      server.close();
      assert.ok(refusals.includes(result), JSON.stringify(result));
    });
  }

  for (const change of [
    "none",
    "startsWith",
    "some",
    "values",
    "entries",
    "lists",
    "maps",
    "texts",
    "text",
    "apply",
    "call",
    "resolve",
    "workingFolder",
    "getters",
    "name",
    "hosts",
    "start",
  ]) {
    it(`do not include other programs' sockets by changing globals: ${change}`, async () => {
      const path = join(outside, "docker.sock");
      const others = await socketOfOthers(path);
      const runtime = await functions.create(curious, {
        socketFolder: join(outside, "sockets"),
        timeoutMs: 2000,
      });

      await runtime.call({ way: "socketAfter", what: { change, path } }).catch(() => {});

      assert.equal(await others.connections(), 0);
    });
  }

  it("cannot be created in the services' folder", async () => {
    const runtime = await functions.create(curious, { socketFolder: outside });

    const result = await runtime.call({ way: "ownSocket", what: join(outside, "s") });

    assert.equal(result, "EACCES");
  });

  it("include those behind names of its VPC", async () => {
    const path = join(outside, "s");
    const server = createServer((_, response) => response.end()).listen(path);
    const hosts = { "orders:80": { path } as unknown as HostAddress };
    const runtime = await functions.create(curious, { hosts, socketFolder: outside });

    const result = await runtime.call({ way: "http", what: "http://orders/" });

    server.close();
    assert.equal(result, 200);
  });

  it("cannot be created elsewhere", async () => {
    assert.equal(await attempt("ownSocket", "/tmp/../tmp/../x.sock"), "EACCES");
    assert.equal(await attempt("ownSocket", join(outside, "x.sock")), "EACCES");
  });
});
