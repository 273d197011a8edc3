import assert from "node:assert/strict";
import { readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { lambda, lambdaProxy, vpcLink } from "../../components/api/index.ts";
import { definePlatform } from "../../components/platform.ts";
import type { Properties, Resource } from "../../local/graph/resource.ts";
import {
  Caller,
  descendants,
  serviceFolder,
  withInputs,
  withOutputs,
  withPaths,
  withVariable,
} from "../support/changingRegion.ts";
import { useServedRegion } from "../support/servedRegion.ts";

const { AssetArchive, StringAsset } = pulumi.asset;
const handlers = "tests/gateway/handlers";
const environment = { VERSION: "0" };
const open = { auth: "none" } as const;

const platform = definePlatform({
  name: "Changing",
  services: { orders: { directory: "services/catalog" } },
  functions: {
    versions: { entry: `${handlers}/versions.ts`, environment },
    stream: { entry: `${handlers}/versionStream.ts`, environment, streaming: true },
  },
  routes: {
    "GET /fn": lambda("versions", open),
    "GET /fn/slow": lambda("versions", open),
    "GET /limited": lambda("versions", { ...open, throttle: { ratePerSecond: 1, burst: 2 } }),
    "GET /stream": lambda("stream", { ...open, streaming: true }),
    "GET /link": vpcLink("orders", open),
    "GET /proxy": lambdaProxy("orders", open),
  },
});

/** Tells the version of its code and of its variables; by `/proxy` after a while. */
const server = (code: string) => `
  require("node:http").createServer((request, response) => {
    const respond = () => response.end(JSON.stringify(["${code}", process.env.VERSION]));
    if (request.url === "/proxy") setTimeout(respond, 40); else respond();
  }).listen(process.env.PORT, process.env.HOST);
`;

// Calls over real sockets while the region changes. It does not prove that AWS deploys without a lost call.
describe("a region that changes while it serves", function () {
  this.timeout(120_000);
  const directory = serviceFolder(server("a"));
  const served = useServedRegion(platform, "eu-west-1", (all) =>
    all
      // Its rates count all calls of this machine together.
      .filter(({ type }) => !type.endsWith(":WebAclAssociation"))
      .map((resource) =>
        resource.type === "awsx:ecr:Image"
          ? withInputs(resource, { context: directory })
          : withVariable(resource, "VERSION", "0"),
      ),
  );
  let resources: readonly Resource[];
  before(() => (resources = served.region.resources));
  after(() => rm(directory, { recursive: true }));

  /** Serves the last resources with a change from now on. */
  const update = async (...changes: ((resource: Resource) => Resource)[]) => {
    const next = resources.map((resource) => changes.reduce((all, each) => each(all), resource));
    const differences = await served.region.update(next);
    resources = next;
    return differences;
  };
  /** The definition's version in a stage variable, and the code's in variables of functions and services. */
  const versioned = (version: string) => [
    (resource: Resource) => withVariable(resource, "VERSION", version),
    (resource: Resource) =>
      resource.type === "aws:apigateway/stage:Stage"
        ? withOutputs(resource, { variables: { definition: version } })
        : resource,
  ];
  const callers: Caller[] = [];
  afterEach(() => Promise.all(callers.splice(0).map((caller) => caller.stop())));
  const get = async (path: string) => {
    const response = await served.call(path);
    return [response.status, await response.text()] as const;
  };
  const until = async (condition: () => Promise<boolean> | boolean) => {
    while (!(await condition())) await setTimeout(25);
  };
  const folders = async () => (await readdir(join(served.folder, "eu-west-1"))).length;
  const extra = (name: string) => (resource: Resource) =>
    withPaths(resource, (paths) => ({
      ...Object.fromEntries(Object.entries(paths).filter(([path]) => !path.startsWith("/extra"))),
      [`/extra/${name}`]: paths["/fn"] as Properties,
    }));

  it("loses and mixes no call over many changes, and serves nothing old after one", async () => {
    await update(...versioned("0"));
    const names = ["/fn", "/fn/slow", "/stream", "/link", "/proxy", "/proxy"];
    callers.push(...names.map((name) => new Caller(`${served.region.apiUrl}${name}`)));
    await until(() => callers.every(({ bodies }) => bodies.length > 1));
    const before = { processes: descendants(), folders: await folders() };

    for (let round = 1; round <= 4; round++) {
      const version = String(round);
      await update(...versioned(version));
      for (const [path, expected] of [
        ["/fn", `["${version}","${version}"]`],
        ["/stream", `${version}${version}`.repeat(4)],
        ["/link", `["${String.fromCharCode(96 + round)}","${version}"]`],
        ["/proxy", `["${String.fromCharCode(96 + round)}","${version}"]`],
      ] as const) {
        assert.deepEqual(await get(path), [200, expected], path);
      }
      await update(extra(version));
      assert.equal((await get(`/extra/${version}`))[0], 200);
      assert.equal((await get(`/extra/${round - 1}`))[0], 403);
      await served.region.reloadFunction("test-versions");
      const code = String.fromCharCode(97 + round);
      await writeFile(join(directory, "server.js"), server(code));
      await served.region.services!.restart("test-orders");
      assert.deepEqual(await get("/link"), [200, `["${code}","${version}"]`]);
      assert.deepEqual(await get("/proxy"), [200, `["${code}","${version}"]`]);
      await assert.rejects(update(broken), /has no x-amazon-apigateway-integration/);
      assert.equal((await get(`/extra/${version}`))[0], 200);
    }

    await Promise.all(callers.map((caller) => caller.stop()));
    assert.deepEqual(
      callers.flatMap(({ failures }) => failures),
      [],
    );
    const [fn, slow, stream] = callers.map(({ bodies }) => new Set(bodies));
    for (const body of [...fn!, ...slow!]) assert.match(body, /^\["(\d)","\1"\]$/);
    for (const body of stream!) assert.match(body, /^(\d)(\1){7}$/);
    // Calls at once may have started one more process of each function.
    await until(() => descendants() <= before.processes + 3);
    await until(async () => (await folders()) === before.folders);
  });

  it("keeps the tokens of a limit that stays, and gives a changed one new tokens", async () => {
    const calls = async (count: number) => {
      const statuses: number[] = [];
      for (let call = 0; call < count; call++) statuses.push((await get("/limited"))[0]);
      return statuses;
    };
    assert.deepEqual(await calls(3), [200, 200, 429]);

    await update(extra("limits"));
    assert.deepEqual(await calls(1), [429]);
    const { stages } = await update((resource) => withBurst(resource, 3));

    assert.deepEqual(stages.changed, [
      served.region.apis[0]!.name + "/" + served.region.apis[0]!.stage,
    ]);
    assert.deepEqual(await calls(4), [200, 200, 200, 429]);
  });

  it("makes changes one after another, also while it is stopped, and the last one wins", async () => {
    const url = served.region.apiUrl;
    await Promise.all([update(extra("first")), update(extra("second")), update(extra("third"))]);
    assert.deepEqual([(await get("/extra/first"))[0], (await get("/extra/third"))[0]], [403, 200]);

    const updating = update(...versioned("7"));
    await served.region.stop(0);
    await updating;
    await assert.rejects(update(broken));
    await update(extra("stopped"));
    await served.region.start();

    assert.equal(served.region.apiUrl, url);
    assert.equal((await get("/extra/stopped"))[1], '["7","7"]');
  });

  it("stays as it is if a function's new code does not load, and says where", async () => {
    const before = await get("/fn");
    const code = new AssetArchive({
      "index.js": new StringAsset('exports.handler = 1;\nthrow new Error("no settings");'),
    });

    const updating = update((resource) =>
      String(resource.outputs["name"]).startsWith("test-versions") && "handler" in resource.inputs
        ? withInputs(resource, { code })
        : resource,
    );

    await assert.rejects(updating, {
      name: "FunctionLoadError",
      message: /Function "test-versions.*" does not load: Error: no settings/,
      file: "/var/task/index.js",
      line: 2,
    });
    assert.deepEqual(await get("/fn"), before);
  });

  it("serves no route that is gone, and renamed services by their new names", async () => {
    const renamed = (resource: Resource) =>
      resource.type === "aws:ecs/service:Service" ? { ...resource, name: "test-shop" } : resource;
    const { services } = await update(renamed);
    assert.deepEqual(services, { added: ["test-shop"], changed: [], removed: ["test-orders"] });
    assert.equal((await get("/link"))[0], 200);
    assert.equal((await get("/proxy"))[0], 200);

    const { routes } = await update((resource) =>
      withPaths(resource, (paths) => ({ "/limited": paths["/limited"] as Properties })),
    );

    assert.ok(routes.removed.includes("GET /fn"));
    assert.equal((await get("/fn"))[0], 403);
  });
});

const withBurst = (resource: Resource, burst: number): Resource => {
  const { methodPath, settings } = resource.outputs as {
    methodPath?: string;
    settings?: Properties;
  };
  const isLimited = methodPath?.includes("limited") === true;
  return isLimited
    ? withOutputs(resource, { settings: { ...settings, throttlingBurstLimit: burst } })
    : resource;
};

const broken = (resource: Resource): Resource =>
  withPaths(resource, (paths) => ({ ...paths, "/broken": { get: {} } }));
