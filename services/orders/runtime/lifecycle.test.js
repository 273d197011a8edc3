// @ts-check
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { listen } from "../../testing/loopback.js";
import { stop } from "./lifecycle.js";

/** Signals and the exit code are tested with a whole process in server.test.js. */
describe("stopping a server", () => {
  it("closes an idle connection at once", async () => {
    const server = createServer((_request, response) => response.end("done"));
    const url = await listen(server);
    await (await fetch(url, { headers: { connection: "keep-alive" } })).text();

    await stop(server, 60_000);

    assert.equal(server.listening, false);
  });

  it("closes connections without a response after the grace period", async () => {
    const server = createServer(() => {});
    const url = await listen(server);
    const requested = once(server, "request");
    const response = assert.rejects(fetch(url), TypeError);
    await requested;

    await stop(server, 10);

    await response;
  });
});
