import assert from "node:assert/strict";
import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { Control } from "../control/index.ts";
import type { Listener } from "../edge/listen.ts";
import { startConsole } from "./server.ts";

describe("the console's server", function () {
  this.timeout(20_000);
  let server: Listener;

  before(async () => {
    const control = new Control();
    control.add([{ method: "POST", path: "change", handle: () => ({ changed: true }) }]);
    server = await startConsole({ port: 0, control });
    control.leadTo(`${server.url}/`);
  });
  after(() => server.close(0));

  const send = async (path: string, headers: Record<string, string> = {}, method = "GET") => {
    const sent = request(`${server.url}${path}`, { method, headers }).end();
    const [response] = (await once(sent, "response")) as [IncomingMessage];
    return { status: response.statusCode, headers: response.headers, body: await text(response) };
  };

  it("serves one document for all pages, with a policy that lets in only its own files", async () => {
    const [page, deep] = [await send("/"), await send("/calls/4f1c?region=us-east-1")];

    assert.equal(deep.body, page.body);
    assert.equal(page.headers["x-content-type-options"], "nosniff");
    const policy = String(page.headers["content-security-policy"]);
    assert.match(policy, /default-src 'none'; script-src 'self'; style-src 'self'/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.doesNotMatch(policy, /unsafe|https?:|\*/);
    assert.doesNotMatch(page.body, /<script>|<style>|https?:\/\/(?!www\.w3\.org\/2000\/svg)/);
  });

  it("serves the page's files below 250 kB in all, for ever, by their content's hash", async () => {
    const { body } = await send("/");
    const paths = body.match(/\/assets\/[^"]+/g) ?? [];

    const files = await Promise.all(paths.map((path) => send(path)));

    assert.equal(paths.length, 2);
    const size = files.reduce((sum, file) => sum + gzipSync(file.body).length, 0);
    assert.ok(size > 1_000 && size < 250_000, `${size} bytes`);
    for (const file of files) assert.match(file.headers["cache-control"] ?? "", /immutable/);
    const { status, body: message } = await send("/assets/console-OLD.js");
    assert.deepEqual(
      [status, message],
      [404, '{"message":"There is no such file. Load the page again."}'],
    );
  });

  it("lets its own page use the API", async () => {
    const own = { origin: server.url, "sec-fetch-site": "same-origin", "sec-fetch-dest": "empty" };

    assert.equal((await send("/_palisade/change", own, "POST")).body, '{"changed":true}');
    assert.equal((await send("/_palisade/", own)).headers.location, `${server.url}/`);
  });

  const foreign = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" };
  for (const [who, path, headers] of [
    ["another name (DNS rebinding)", "/", { host: "attacker.example" }],
    ["another name (DNS rebinding)", "/_palisade/endpoints", { host: "attacker.example" }],
    ["another origin", "/_palisade/endpoints", { origin: "http://127.0.0.1:1" }],
    ["another port's page", "/_palisade/endpoints", { "sec-fetch-site": "same-site" }],
    ["a link elsewhere", "/_palisade/endpoints", { ...foreign, "sec-fetch-dest": "document" }],
    ["a script elsewhere", "/assets/console.js", { ...foreign, "sec-fetch-dest": "script" }],
    ["a frame elsewhere", "/", { ...foreign, "sec-fetch-dest": "iframe" }],
  ] as const) {
    it(`refuses ${path} for ${who}`, async () => {
      assert.equal((await send(path, headers)).status, 403);
    });
  }

  it("opens by a link of any page, and refuses other methods", async () => {
    const link = { ...foreign, "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" };

    assert.equal((await send("/routes", link)).status, 200);
    assert.equal((await send("/routes", {}, "POST")).status, 405);
    assert.equal((await send("/routes", {}, "HEAD")).body, "");
  });
});
