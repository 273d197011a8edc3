import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { request as send } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { PlatformState } from "../../local/stateFile.ts";
import { addEnvironment, copyProgram, linkPackages } from "../support/copyProgram.ts";
import { PlatformProcess } from "../support/platformProcess.ts";
import { newUser } from "../support/users.ts";

const regions = ["us-east-1", "eu-west-1"];

interface Options {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

describe("a platform with an edge stack, on one machine", function () {
  this.timeout(180_000);
  let folder: string;
  let platform: PlatformProcess;
  let state: PlatformState;
  let tokens: Record<"ada" | "bob", string>;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "palisade-world-"));
    await copyProgram(folder, "local", "policy", "scripts", "package-lock.json");
    await linkPackages(folder);
    await addEnvironment(folder, "world");
    for (const region of ["us-east-1", "eu-west-1", "ap-southeast-2", "sa-east-1"]) {
      await replace(join(folder, "stacks", `Pulumi.world-${region}.yaml`), {
        "palisade:edge: open": "palisade:edge: only\n  palisade:allowPasswordAuth: true",
      });
    }
    await replace(join(folder, "stacks", "platform.ts"), {
      'site: { directory: "site" },':
        'site: { directory: "site" }, errorPages: { 502: "/sorry.html" },',
      "behaviors: {":
        'behaviors: { "/catalog": { ttl: { defaultSeconds: 60 }, key: { headers: ["Authorization"] } },',
    });
    await writeFile(join(folder, "site", "sorry.html"), "<title>Sorry</title>");
    // Otherwise CloudFront would keep nothing of the catalog.
    const catalog = join(folder, "services", "catalog", "routes.js");
    await replace(catalog, { "private, no-cache": "max-age=3600" });
    const options = ["--env", "world", "--regions", regions.join(), "--port", "0"];
    platform = PlatformProcess.in(folder, ...options);
    state = await platform.ready();
    const [ada, bob] = [
      await newUser(state, "ada@example.com"),
      await newUser(state, "bob@example.com"),
    ];
    tokens = { ada: ada.idToken, bob: bob.idToken };
  });
  after(async () => {
    await platform.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** Asks for a path at a host; by default at CloudFront's. */
  const ask = (path: string, { method = "GET", headers = {}, body = "" }: Options = {}) => {
    const { hostname, port } = new URL(state.edge);
    const all = { host: "www.world.example", ...headers };
    return new Promise<{ status: number; headers: Record<string, unknown>; text: string }>(
      (resolve, reject) => {
        const request = send({ hostname, port, path, method, headers: all }, (response) => {
          let text = "";
          response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
          response.once("end", () =>
            resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
          );
        });
        request.once("error", reject).end(body);
      },
    );
  };
  const as = (user: "ada" | "bob") => ({ authorization: `Bearer ${tokens[user]}` });

  it("serves the API at the edge alone, while health checks pass", async () => {
    const direct = [];
    for (const host of ["api.world.example", "us-east-1.api.world.example"]) {
      direct.push(await ask("/catalog", { headers: { host, ...as("ada") } }));
      const forged = { host, ...as("ada"), "x-edge-secret": "guess" };
      direct.push(await ask("/catalog", { headers: forged }));
    }
    const health = await ask("/health", { headers: { host: "us-east-1.api.world.example" } });
    const askEdge = () => ask("/catalog", { headers: as("ada") });
    // On a busy machine, health checks are late at first.
    while ((await askEdge()).status === 503) await pause(200);
    const atEdge = await askEdge();

    assert.deepEqual(
      direct.map(({ status }) => status),
      [403, 403, 403, 403],
    );
    assert.equal(health.status, 200);
    assert.equal(atEdge.status, 200);
    const status = await fetch(`${state.edge}/_palisade/status`);
    const { regions: states } = (await status.json()) as {
      regions: Record<string, { healthy: boolean }>;
    };
    assert.deepEqual(
      Object.values(states).map(({ healthy }) => healthy),
      [true, true],
    );
  });

  it("sends a viewer to the nearest region, and names it for kept responses too", async () => {
    const headers = { "x-palisade-client-region": "eu-west-1" };

    const first = await ask("/openapi.json", { headers });
    const second = await ask("/openapi.json", { headers });

    assert.equal(first.headers["x-palisade-region"], "eu-west-1");
    assert.equal(second.headers["x-cache"], "Hit from cloudfront");
    assert.equal(second.headers["x-palisade-region"], "eu-west-1");
    assert.equal(second.text, first.text);
  });

  it("keeps a response for the user whose token it was asked for with", async () => {
    const caches = [];
    for (const user of ["ada", "ada", "bob"] as const) {
      const headers = {
        ...as(user),
        "x-palisade-client-region": "us-east-1",
        "cache-control": "x",
      };
      const { headers: received } = await ask("/catalog?kept", { headers });
      caches.push(received["x-cache"]);
    }

    assert.deepEqual(caches, [
      "Miss from cloudfront",
      "Hit from cloudfront",
      "Miss from cloudfront",
    ]);
    assert.equal((await ask("/catalog?kept")).status, 401);
  });

  it("keeps no orders, and no response to a POST", async () => {
    const order = (item: string) =>
      ask("/orders", {
        method: "POST",
        headers: { ...as("ada"), "content-type": "application/json" },
        body: JSON.stringify({ item, quantity: 1 }),
      });

    const [tea, milk] = [await order("tea"), await order("milk")];
    const { text, headers } = await ask("/orders", { headers: as("ada") });
    const others = await ask("/orders", { headers: as("bob") });

    assert.deepEqual([tea.status, milk.status], [201, 201]);
    assert.notEqual(tea.text, milk.text);
    assert.match(text, /tea/);
    assert.match(text, /milk/);
    assert.equal(headers["x-cache"], "Miss from cloudfront");
    assert.ok(!others.text.includes("tea"));
  });

  it("serves the site's pages and files with their headers, and no other object", async () => {
    const page = await ask("/");
    const file = String(/assets\/[\w.-]+\.css/.exec(page.text)?.[0]);
    const style = await ask(`/${file}`, { headers: { "accept-encoding": "br" } });

    assert.equal(page.status, 200);
    assert.match(page.text, /<title>Palisade<\/title>/);
    assert.equal(page.headers["x-frame-options"], "DENY");
    assert.match(String(page.headers["content-type"]), /^text\/html/);
    assert.match(String(style.headers["content-type"]), /^text\/css/);
    assert.equal((await ask(`/${file}`)).status, 200);
    assert.equal((await ask("/assets/missing.css")).status, 404);
  });

  it("shows a page in place of an error of all regions", async () => {
    for (const region of regions) {
      await fetch(`${state.edge}/_palisade/regions/${region}/stop`, { method: "POST" });
    }

    const { status, text } = await ask("/orders", { headers: as("ada") });

    assert.equal(status, 502);
    assert.match(text, /Sorry/);
  });
});

/** Replaces texts in a file. */
async function replace(file: string, texts: Record<string, string>): Promise<void> {
  let content = await readFile(file, "utf8");
  for (const [from, to] of Object.entries(texts)) {
    assert.ok(content.includes(from), `${file} has no ${from}`);
    content = content.replace(from, to);
  }
  await writeFile(file, content);
}
