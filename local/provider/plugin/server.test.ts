import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import type * as types from "@pulumi/pulumi/proto/provider_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import { unknownValue } from "../../../project/signatures.ts";
import { Inventories } from "../inventories.ts";
import { Inventory } from "../inventory.ts";
import { type CheckMore, Engine, plainOf, struct, urnOf } from "../testing/engineClient.ts";
import { StubAws, stubSchemas } from "../testing/stubs.ts";
import { type ProviderServer, startProviderServer } from "./server.ts";
import { ProviderService } from "./service.ts";

const vpc = "aws:ec2/vpc:Vpc";
const subnet = "aws:ec2/subnet:Subnet";
const role = "aws:iam/role:Role";

/** Rules that refuse one address range of a VPC, and replace the VPC for others. */
const schemas = stubSchemas({
  check: (_, { cidrBlock }) =>
    cidrBlock === "wrong" ? [{ property: "cidrBlock", reason: "must be a range" }] : [],
  replaces: (_, property) => property === "cidrBlock",
});

describe("the provider's server", () => {
  let folder: string;
  let server: ProviderServer;
  let engine: Engine;
  let aws: StubAws;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "server-"));
    aws = new StubAws();
    server = await startProviderServer({
      version: "7.48.0",
      configure: async ({ region }) => {
        if (typeof region !== "string") throw new TypeError("the region is missing");
        const connect = async () => aws.endpoint;
        const inventories = new Inventories(folder);
        return new ProviderService({ region, schemas, inventories, connect });
      },
    });
    engine = new Engine(server.port);
  });
  afterEach(async () => {
    engine.close();
    server.close();
    await rm(folder, { recursive: true });
  });

  describe("before Configure", () => {
    it("returns its version", async () => {
      const info = await engine.ask<InstanceType<typeof plugin.PluginInfo>>(
        "getPluginInfo",
        new empty.Empty(),
      );

      assert.equal(info.getVersion(), "7.48.0");
    });

    it("creates nothing", async () => {
      await assert.rejects(engine.create(vpc, {}), /must call Configure before other methods/);
    });

    it("returns the reason if Configure fails", async () => {
      await assert.rejects(engine.configure({}), /TypeError: the region is missing/);
    });

    it("replaces everything if the region changes, and accepts any region", async () => {
      const diff = (before: string, after: string) => {
        const request = new messages.DiffRequest();
        request.setOldInputs(struct({ region: before }));
        request.setNews(struct({ region: after }));
        return engine.ask<types.DiffResponse>("diffConfig", request);
      };
      const request = new messages.CheckRequest();
      request.setNews(struct({ region: "us-east-1" }));

      const checked = await engine.ask<types.CheckResponse>("checkConfig", request);

      assert.deepEqual(plainOf(checked.getInputs()), { region: "us-east-1" });
      assert.deepEqual((await diff("us-east-1", "us-east-1")).getReplacesList(), []);
      assert.deepEqual((await diff("us-east-1", "eu-west-1")).getReplacesList(), ["region"]);
    });
  });

  describe("after Configure", () => {
    beforeEach(() => engine.configure({ region: "us-east-1" }));

    it("supports previews, but neither secrets nor references", async () => {
      const response = await engine.configure({ region: "us-east-1" });

      assert.equal(response.getSupportspreview(), true);
      assert.equal(response.getAcceptsecrets(), false);
      assert.equal(response.getAcceptresources(), false);
      assert.equal(response.getAcceptoutputs(), false);
    });

    it("names the inputs that AWS would refuse", async () => {
      const wrong = await engine.check(vpc, "it", { cidrBlock: "wrong" }, {});
      const right = await engine.check(vpc, "it", { cidrBlock: "10.0.0.0/16" }, {});

      const failures = wrong.getFailuresList();
      assert.deepEqual(
        failures.map((failure) => [failure.getProperty(), failure.getReason()]),
        [["cidrBlock", "must be a range"]],
      );
      assert.deepEqual(right.getFailuresList(), []);
      assert.deepEqual(plainOf(right.getInputs()), { cidrBlock: "10.0.0.0/16" });
    });

    it("generates a name from the engine's seed, or else from the resource", async () => {
      const nameOf = async (more: CheckMore) =>
        plainOf((await engine.check(role, "it", {}, more)).getInputs())?.["name"];
      const seeded = await nameOf({ seed: "a" });

      assert.match(String(seeded), /^it-[0-9a-f]{7}$/);
      assert.equal(await nameOf({ seed: "a" }), seeded);
      assert.notEqual(await nameOf({ seed: "b" }), seeded);
      assert.equal(await nameOf({ seed: "b", olds: { name: seeded } }), seeded);
      assert.equal(await nameOf({}), await nameOf({}));
      const elsewhere = urnOf(role, "it").replace("dev-us-east-1", "dev-eu-west-1");
      assert.notEqual(await nameOf({}), await nameOf({ urn: elsewhere }));
    });

    it("returns the changes and the replacements", async () => {
      const { DIFF_NONE, DIFF_SOME } = messages.DiffResponse.DiffChanges;

      const none = await engine.diff(vpc, { tags: { a: "1" } }, { tags: { a: "1" } });
      const some = await engine.diff(vpc, { tags: { a: "1" } }, { tags: { a: unknownValue } });
      const other = await engine.diff(vpc, { cidrBlock: "a", tags: {} }, { cidrBlock: "b" });

      assert.deepEqual([none.getChanges(), none.getDiffsList()], [DIFF_NONE, []]);
      assert.deepEqual([some.getChanges(), some.getReplacesList()], [DIFF_SOME, []]);
      assert.deepEqual(other.getDiffsList(), ["cidrBlock", "tags"]);
      assert.deepEqual(other.getReplacesList(), ["cidrBlock"]);
      assert.equal(other.getDeletebeforereplace(), false);
    });

    it("deletes the old resource first if the new one has the same name", async () => {
      const before = { name: "orders", cidrBlock: "a" };

      const diff = await engine.diff(role, before, { ...before, cidrBlock: "b" });

      assert.equal(diff.getDeletebeforereplace(), true);
    });

    it("leaves out changes of ignored properties", async () => {
      const before = { cidrBlock: "a", tags: {} };

      const diff = await engine.diff(vpc, before, { cidrBlock: "b", tags: {} }, ["cidrBlock"]);

      assert.deepEqual([diff.getDiffsList(), diff.getReplacesList()], [[], []]);
    });

    it("returns only the inputs in a preview, and creates nothing", async () => {
      const inputs = { cidrBlock: "10.0.0.0/16", tags: { of: unknownValue } };

      const response = await engine.create(vpc, inputs, true);

      assert.equal(response.getId(), "");
      assert.deepEqual(plainOf(response.getProperties()), inputs);
      assert.deepEqual(await new Inventory(join(folder, "us-east-1")).list(), []);
    });

    it("leaves unknown in a preview what AWS adds to an input", async () => {
      const inputs = { emailIdentity: "a.example.com", dkimSigningAttributes: { a: "1" } };

      const response = await engine.create("aws:sesv2/emailIdentity:EmailIdentity", inputs, true);

      assert.deepEqual(plainOf(response.getProperties()), {
        ...inputs,
        dkimSigningAttributes: { a: "1", tokens: unknownValue },
      });
    });

    it("creates, updates, reads and deletes", async () => {
      const oldInputs = { cidrBlock: "10.0.0.0/16", tags: { a: "1" }, ports: [80, null] };
      const created = await engine.create(vpc, oldInputs);
      const id = created.getId();
      const olds = plainOf(created.getProperties())!;
      assert.match(id, /^vpc-/);
      assert.deepEqual(olds["ports"], [80, null]);

      const news = { cidrBlock: "10.0.0.0/16", tags: { a: "2" } };
      const updated = plainOf(
        (await engine.update(vpc, id, { olds, oldInputs, news })).getProperties(),
      )!;
      assert.deepEqual(updated["tags"], { a: "2" });
      assert.equal(updated["arn"], olds["arn"]);

      const found = await engine.read(vpc, id, updated);
      assert.equal(found.getId(), id);
      assert.deepEqual(plainOf(found.getInputs()), news);
      assert.deepEqual(plainOf(found.getProperties()), updated);

      await engine.delete(vpc, id, updated);
      await engine.delete(vpc, id, updated);
      assert.equal((await engine.read(vpc, id, updated)).getId(), "");
    });

    it("reads a resource without an ARN by its id", async () => {
      const type = "aws:ec2/route:Route";
      const created = await engine.create(type, { destinationCidrBlock: "0.0.0.0/0" });

      const found = await engine.read(type, created.getId());

      assert.equal(found.getId(), created.getId());
      assert.deepEqual(plainOf(found.getInputs()), { destinationCidrBlock: "0.0.0.0/0" });
      assert.deepEqual(plainOf(found.getProperties()), plainOf(created.getProperties()));
    });

    it("returns no id for a resource that does not exist", async () => {
      const found = await engine.read(subnet, "subnet-none");

      assert.equal(found.getId(), "");
      assert.equal(found.getProperties(), undefined);
    });

    it("keeps generated outputs in a preview of an update", async () => {
      const olds = { arn: "arn:vpc", cidrBlock: "a", tags: { a: "1" } };
      const news = { cidrBlock: "a", tags: { a: unknownValue } };

      const response = await engine.update(
        vpc,
        "vpc-1",
        { olds, oldInputs: { cidrBlock: "a" }, news },
        true,
      );

      assert.deepEqual(plainOf(response.getProperties()), { arn: "arn:vpc", ...news });
      assert.deepEqual(await new Inventory(join(folder, "us-east-1")).list(), []);
    });

    it("names an unsupported type or function", async () => {
      const message = /UnknownTypeError: .*"aws:rds\/instance:Instance"/;
      const type = "aws:rds/instance:Instance";
      const invoke = new messages.InvokeRequest();
      invoke.setTok("aws:ec2/getAmi:getAmi");

      await assert.rejects(engine.check(type, "db", {}, {}), message);
      await assert.rejects(engine.create(type, {}), message);
      await assert.rejects(
        engine.ask("invoke", invoke),
        /UnknownFunctionError: .*"aws:ec2\/getAmi:getAmi"/,
      );
    });

    it("calls functions", async () => {
      const invoke = new messages.InvokeRequest();
      invoke.setTok("aws:index/getCallerIdentity:getCallerIdentity");

      const response = await engine.ask<types.InvokeResponse>("invoke", invoke);

      assert.equal(plainOf(response.getReturn())?.["accountId"], "111122223333");
    });

    it("passes an error on with its name", async () => {
      aws.failure = Object.assign(new Error("too many tables"), { name: "LimitExceededException" });
      const inputs = { name: "orders", hashKey: "id", attributes: [{ name: "id", type: "S" }] };

      await assert.rejects(
        engine.create("aws:dynamodb/table:Table", inputs),
        /LimitExceededException: too many tables/,
      );
    });

    it("accepts Cancel", async () => {
      await engine.ask("cancel", new empty.Empty());
    });
  });
});
