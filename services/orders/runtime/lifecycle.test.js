// @ts-check
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { listen } from "../../testing/loopback.js";
import { stop } from "./lifecycle.js";

/** That a signal leads here, and the exit code, is shown with a whole process in server.test.js. */
describe("stopping a server", () => {
  it("closes an idle connection at once", async () => {
    const server = createServer((_request, response) => response.end("done"));
    const url = await listen(server);
    await (await fetch(url, { headers: { connection: "keep-alive" } })).text();

    await stop(server, 60_000);

    assert.equal(server.listening, false);
  });

  it("cuts off what is not answered when the grace is over", async () => {
    const server = createServer(() => {});
    const url = await listen(server);
    const requested = once(server, "request");
    const response = assert.rejects(fetch(url), TypeError);
    await requested;

    await stop(server, 10);

    await response;
  });
});
