import assert from "node:assert/strict";
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import * as sources from "../../policy/index.ts";
import library from "../../policy/library/index.js";
import { rules } from "../../policy/private-servers/index.ts";
import { analyzeRequest, configureRequest, found, secret } from "../../policy/testing/requests.ts";
import { ServedPack } from "../../policy/testing/servedPack.ts";
import { teamPack } from "./teamPack.ts";

// Compiled and run by Pulumi's own runner, over the engine's protocol. The copy of the framework is
// the same as ours; a project with another copy is not tested.

describe("a team's own pack", function () {
  this.timeout(120_000);
  let folder: string;
  let pack: ServedPack;

  before(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), "palisade-team-")));
    const root = fileURLToPath(new URL("../..", import.meta.url));
    await symlink(root, join(folder, "palisade"));
    await symlink(join(root, "node_modules"), join(folder, "node_modules"));
    const shop = join(folder, "shop");
    await mkdir(shop);
    await writeFile(join(shop, "PulumiPolicy.yaml"), "runtime: nodejs\n");
    await writeFile(join(shop, "package.json"), `{ "version": "1.0.0", "main": "index.ts" }`);
    await writeFile(join(shop, "index.ts"), teamPack);
    pack = await ServedPack.start(shop);
  });
  after(async () => {
    pack?.stop();
    if (folder) await rm(folder, { recursive: true });
  });

  const analyze = async (type: string, inputs: object) =>
    found(await pack.call("analyze", analyzeRequest(type, "test", inputs))).map(
      ({ level, rule }) => `${level} ${rule}`,
    );

  it("has our rules beside its own", async () => {
    const info = await pack.call("getAnalyzerInfo", new empty.Empty());

    assert.equal(info.getName(), "shop");
    assert.equal(info.getVersion(), "1.0.0");
    assert.deepEqual(
      info.getPoliciesList().map((policy) => policy.getName()),
      [...rules.map(({ name }) => name), "require-queue-owner"],
    );
  });

  it("enforces both", async () => {
    assert.deepEqual(await analyze("aws:ec2/subnet:Subnet", { mapPublicIpOnLaunch: true }), [
      "MANDATORY forbid-public-subnet-addresses",
    ]);
    assert.deepEqual(await analyze("aws:sqs/queue:Queue", { tags: { owner: "shop" } }), []);
    assert.deepEqual(await analyze("aws:sqs/queue:Queue", {}), ["MANDATORY require-queue-owner"]);
  });

  it("prints no secret of the program", async () => {
    const response = await pack.call(
      "analyze",
      analyzeRequest("aws:ec2/securityGroup:SecurityGroup", "test", {
        ingress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: [secret("128.0.0.0/1")] }],
      }),
    );
    assert.match(found(response)[0]!.message, /is a secret of the program/);
  });

  it("refuses an unknown setting of our rules", async () => {
    const rule = "forbid-internet-ingress";
    await pack.call("configure", configureRequest({ [rule]: { level: "ADVISORY", width: 1 } }));
    await assert.rejects(
      analyze("aws:ec2/securityGroup:SecurityGroup", {}),
      /unknown setting forbid-internet-ingress\.width/,
    );
  });
});

describe("the functions for a team's pack", () => {
  it("refuse a rule of another set", () => {
    assert.throws(
      () => sources.privateServers({ "require-tracing": "disabled" }),
      /The options of private-servers: unknown rule require-tracing/,
    );
  });

  it("have levels and settings as options", () => {
    const [policy] = sources
      .privateServers({
        all: "advisory",
        "forbid-internet-ingress": { widest: { ipv4: 28, ipv6: 56 } },
      })
      .filter(({ name }) => name === "forbid-internet-ingress");

    assert.equal(policy!.enforcementLevel, "advisory");
    assert.deepEqual(policy!.configSchema!.properties["widest"]!.default, { ipv4: 28, ipv6: 56 });
  });

  it("are declared as they are", () => {
    // Checked by the compiler, each way round.
    const declared: Declared = sources;
    const actual: typeof sources = library as Declared;

    assert.deepEqual(Object.keys(actual).sort(), Object.keys(declared).sort());
  });
});

type Declared = Omit<typeof import("../../policy/library/index.js"), "default">;
