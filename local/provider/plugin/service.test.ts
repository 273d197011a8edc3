import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Properties } from "../../graph/resource.ts";
import { archiveSignature, assetSignature, signatureKey } from "../../../project/signatures.ts";
import { Inventories } from "../inventories.ts";
import type { Reference } from "../schema/index.ts";
import { awsError, StubAws, stubSchemas } from "../testing/stubs.ts";
import { ProviderService, type StackResource } from "./service.ts";

function resource(type: string, name = "it", stack = "dev-us-east-1"): StackResource {
  return { stack, type, name };
}

const vpc = resource("aws:ec2/vpc:Vpc");
const subnet = resource("aws:ec2/subnet:Subnet");
const role = resource("aws:iam/role:Role");
const policy = resource("aws:iam/rolePolicy:RolePolicy");
const table = resource("aws:dynamodb/table:Table");
const lambda = resource("aws:lambda/function:Function");
const account = resource("aws:apigateway/account:Account");

const tableInputs = { name: "orders", hashKey: "id", attributes: [{ name: "id", type: "S" }] };
const policyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [] });

/** Inputs that refer to a VPC by id, to a role by ARN, and to a role by name. */
function references(type: string, inputs: Properties): Reference[] {
  if (type === lambda.type) return [];
  const kinds = [
    ["vpcId", "AWS::EC2::VPC", "id"],
    ["roleArn", "AWS::IAM::Role", "arn"],
    ["role", "AWS::IAM::Role", "name"],
  ] as const;
  return kinds.flatMap(([property, to, attribute]) => {
    const value = inputs[property];
    return typeof value === "string" ? [{ property, value, to, attribute }] : [];
  });
}

describe("ProviderService", () => {
  let folder: string;
  let aws: StubAws;
  let connections: number;
  let inventory: ReturnType<Inventories["in"]>;
  let service: ProviderService;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "service-"));
    aws = new StubAws();
    connections = 0;
    inventory = new Inventories(folder).in("us-east-1");
    service = another();
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** The provider of another stack, in the same region of the same account. */
  function another(): ProviderService {
    const connect = async () => {
      connections += 1;
      return aws.endpoint;
    };
    const [schemas, inventories] = [stubSchemas({ references }), new Inventories(folder)];
    return new ProviderService({ region: "us-east-1", schemas, inventories, connect });
  }

  const createVpc = () => service.create(vpc, { cidrBlock: "10.0.0.0/16" });

  describe("check", () => {
    it("refuses an id and an ARN that do not exist in the region", async () => {
      const roleArn = "arn:aws:iam::111122223333:role/none";

      const { failures } = await service.check(subnet, { vpcId: "vpc-none", roleArn }, "seed");

      assert.deepEqual(failures, [
        { property: "vpcId", reason: `is "vpc-none", but us-east-1 has no such AWS::EC2::VPC` },
        {
          property: "roleArn",
          reason: `is "${roleArn}", but us-east-1 has no such AWS::IAM::Role`,
        },
      ]);
    });

    it("accepts an id that exists, also in another stack", async () => {
      const { id } = await createVpc();

      assert.deepEqual((await another().check(subnet, { vpcId: id }, "seed")).failures, []);
    });

    it("accepts a name that does not exist, because it may belong to a later resource", async () => {
      assert.deepEqual((await service.check(policy, { role: "to-come" }, "seed")).failures, []);
    });

    it("does not need AWS", async () => {
      await service.check(role, {}, "seed");

      assert.equal(connections, 0);
    });
  });

  describe("create", () => {
    it("records the resource with its generated outputs, for all stacks of the region", async () => {
      const created = await createVpc();

      const found = await another().read(vpc, created.id, created.outputs);
      assert.match(created.id, /^vpc-[0-9a-f]{17}$/);
      assert.match(String(created.outputs["arn"]), new RegExp(`:111122223333:vpc/${created.id}$`));
      assert.equal(created.outputs["cidrBlock"], "10.0.0.0/16");
      assert.deepEqual(found?.outputs, created.outputs);
      assert.deepEqual(found?.inputs, { cidrBlock: "10.0.0.0/16" });
    });

    it("gives each resource another id", async () => {
      assert.notEqual((await createVpc()).id, (await createVpc()).id);
    });

    it("connects to AWS once", async () => {
      await Promise.all([createVpc(), createVpc()]);

      assert.equal(connections, 1);
    });

    it("refuses a name that does not exist in the region, before it calls AWS", async () => {
      await assert.rejects(service.create(policy, { role: "none", policy: policyDocument }), {
        name: "RefusedError",
        message: `role is "none", but us-east-1 has no such AWS::IAM::Role`,
      });
      assert.deepEqual(aws.sent, []);
    });

    it("accepts a name that exists meanwhile", async () => {
      const assumeRolePolicy = JSON.stringify({ Statement: [] });
      await service.create(role, { name: "orders", assumeRolePolicy });

      await service.create(policy, { role: "orders", policy: policyDocument });

      assert.deepEqual(aws.sent, ["CreateRoleCommand", "PutRolePolicyCommand"]);
    });

    it("refuses a second resource of the same name, and keeps the first", async () => {
      const first = await service.create(table, tableInputs);
      const again = { ...tableInputs, hashKey: "owner" };

      await assert.rejects(another().create(resource(table.type, "it", "prod"), again), {
        name: "RefusedError",
        message: `${table.type} "orders" already exists in us-east-1. Choose another name, or delete that resource.`,
      });
      const found = await service.read(table, first.id, first.outputs);
      assert.equal(found?.inputs["hashKey"], "id");
    });

    it("replaces the account's settings, which a deleted stack leaves behind", async () => {
      await service.create(account, { cloudwatchRoleArn: "before" });

      await another().create(account, { cloudwatchRoleArn: "after" });

      const found = await service.read(account, "111122223333", {});
      assert.equal(found?.outputs["cloudwatchRoleArn"], "after");
    });

    it("does not record a resource that AWS refuses", async () => {
      aws.failure = awsError("LimitExceededException");

      await assert.rejects(service.create(table, tableInputs), { name: "LimitExceededException" });
      assert.deepEqual(await inventory.list(), []);
    });
  });

  describe("update", () => {
    it("changes the state, removes inputs that are left out, and keeps generated outputs", async () => {
      const existing = await service.create(vpc, { cidrBlock: "10.0.0.0/16", tags: { a: "1" } });
      const inputs = { cidrBlock: "10.0.0.0/16", enableDnsSupport: true };

      const outputs = await service.update(vpc, existing, inputs);

      const { tags: _gone, ...kept } = existing.outputs;
      assert.deepEqual(outputs, { ...kept, enableDnsSupport: true });
      const found = await another().read(vpc, existing.id, outputs);
      const { type, ...owner } = vpc;
      assert.deepEqual(found, { owner, type, id: existing.id, inputs, outputs });
    });

    it("uploads a function's code only if it changes", async () => {
      const code = (text: string) => {
        const source = { [signatureKey]: assetSignature, text, hash: text };
        return { [signatureKey]: archiveSignature, hash: text, assets: { "index.mjs": source } };
      };
      const inputs = { name: "orders", role: "r", runtime: "nodejs24.x", handler: "index.handler" };
      const existing = await service.create(lambda, { ...inputs, code: code("1") });
      aws.sent.length = 0;

      await service.update(lambda, existing, { ...inputs, code: code("1"), timeout: 5 });
      assert.deepEqual(aws.sent, ["UpdateFunctionConfigurationCommand"]);
      await service.update(lambda, existing, { ...inputs, code: code("2") });
      assert.ok(aws.sent.includes("UpdateFunctionCodeCommand"));
    });

    it("refuses a name that does not exist in the region", async () => {
      const assumeRolePolicy = JSON.stringify({ Statement: [] });
      await service.create(role, { name: "orders", assumeRolePolicy });
      const existing = await service.create(policy, { role: "orders", policy: policyDocument });

      await assert.rejects(
        service.update(policy, existing, { role: "none", policy: policyDocument }),
        { name: "RefusedError", message: /^role is "none"/ },
      );
    });
  });

  describe("delete", () => {
    it("removes the resource from AWS and from the inventory", async () => {
      const existing = await service.create(table, tableInputs);

      await another().delete(table, existing);

      assert.deepEqual(aws.sent, ["CreateTableCommand", "DeleteTableCommand"]);
      assert.equal(await service.read(table, existing.id, existing.outputs), undefined);
    });

    it("succeeds without a call if the resource is already gone", async () => {
      const existing = await service.create(table, tableInputs);
      await service.delete(table, existing);

      await service.delete(table, existing);

      assert.deepEqual(aws.sent, ["CreateTableCommand", "DeleteTableCommand"]);
    });

    for (const name of [
      "ResourceNotFoundException",
      "NoSuchEntityException",
      "NotFoundException",
    ]) {
      it(`succeeds if AWS responds with ${name}`, async () => {
        const existing = await service.create(table, tableInputs);
        aws.failure = awsError(name);

        await service.delete(table, existing);

        assert.equal(await service.read(table, existing.id, existing.outputs), undefined);
      });
    }

    it("fails if AWS refuses, and the resource stays", async () => {
      const existing = await service.create(table, tableInputs);
      aws.failure = awsError("ResourceInUseException");

      await assert.rejects(service.delete(table, existing), { name: "ResourceInUseException" });
      assert.ok(await service.read(table, existing.id, existing.outputs));
    });

    it("is refused while the resource is protected", async () => {
      const inputs = { ...tableInputs, deletionProtectionEnabled: true };
      const existing = await service.create(table, inputs);

      await assert.rejects(service.delete(table, existing), {
        name: "RefusedError",
        message: /while deletionProtectionEnabled is true/,
      });
      assert.ok(await service.read(table, existing.id, existing.outputs));
    });
  });

  describe("read", () => {
    it("returns nothing if the resource does not exist", async () => {
      assert.equal(await service.read(vpc, "vpc-none", {}), undefined);
    });

    it("finds the account's settings before they are set", async () => {
      assert.deepEqual(await service.read(account, "111122223333", {}), {
        inputs: {},
        outputs: {},
      });

      await service.create(account, { cloudwatchRoleArn: "arn" });

      const found = await service.read(account, "111122223333", {});
      assert.equal(found?.outputs["cloudwatchRoleArn"], "arn");
    });
  });

  it("calls the provider's functions", async () => {
    const { accountId } = await service.call("aws:index/getCallerIdentity:getCallerIdentity", {});

    assert.equal(accountId, "111122223333");
    await assert.rejects(service.call("aws:ec2/getAmi:getAmi", {}), /does not answer .*getAmi/);
  });

  it("names an unsupported type", async () => {
    const unknown = resource("aws:rds/instance:Instance");

    await assert.rejects(service.check(unknown, {}, "seed"), { message: /"aws:rds\/instance/ });
    await assert.rejects(service.create(unknown, {}), { message: /"aws:rds\/instance/ });
  });
});
