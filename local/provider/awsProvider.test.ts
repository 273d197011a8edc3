import assert from "node:assert/strict";
import fc from "fast-check";
import { archiveSignature, signatureKey, unknownValue } from "../../project/signatures.ts";
import { AwsProvider } from "./awsProvider.ts";
import { StubAws, stubSchemas } from "./testing/stubs.ts";

const loadBalancer = "aws:lb/loadBalancer:LoadBalancer";
const targetGroup = "aws:lb/targetGroup:TargetGroup";
const role = "aws:iam/role:Role";
const subnet = "aws:ec2/subnet:Subnet";
const table = "aws:dynamodb/table:Table";
const lambda = "aws:lambda/function:Function";
const pool = "aws:cognito/userPool:UserPool";

const archive = (path: string, hash: string) => ({ [signatureKey]: archiveSignature, path, hash });

describe("AwsProvider", () => {
  const provider = new AwsProvider(stubSchemas());

  describe("check", () => {
    const nameOf = (type: string, name: string, seed = "seed", previous?: string): string => {
      const before = previous === undefined ? undefined : { name: previous };
      return String(provider.check({ type, name }, {}, seed, before).inputs["name"]);
    };

    it("generates a missing name: the resource's, and seven digits", () => {
      assert.match(nameOf(role, "dev-orders"), /^dev-orders-[0-9a-f]{7}$/);
    });

    it("generates the same name from the same seed, and another one from another", () => {
      const name = nameOf(role, "dev-orders");

      assert.equal(nameOf(role, "dev-orders"), name);
      assert.notEqual(nameOf(role, "dev-orders", "another"), name);
      assert.notEqual(nameOf(table, "dev-orders"), name);
    });

    it("keeps a generated name in an update", () => {
      const name = nameOf(role, "dev-orders", "first");

      assert.equal(nameOf(role, "dev-orders", "second", name), name);
    });

    it("does not keep a name that the program no longer sets", () => {
      assert.match(nameOf(role, "dev-orders", "seed", "orders"), /^dev-orders-[0-9a-f]{7}$/);
    });

    it("keeps the program's names, even if they are unknown", () => {
      for (const name of ["orders", "", unknownValue]) {
        const subject = { type: role, name: "dev" };
        const { inputs } = provider.check(subject, { name }, "seed", { name: "before" });
        assert.equal(inputs["name"], name);
      }
    });

    it("generates names of FIFO queues and topics with the required ending", () => {
      for (const [type, property] of [
        ["aws:sqs/queue:Queue", "fifoQueue"],
        ["aws:sns/topic:Topic", "fifoTopic"],
      ] as const) {
        const name = (inputs: object, previous?: string) => {
          const before = previous === undefined ? undefined : { name: previous };
          return provider.check({ type, name: "jobs" }, { ...inputs }, "seed", before).inputs[
            "name"
          ];
        };
        const ordered = String(name({ [property]: true }));
        const plain = String(name({}));

        assert.match(ordered, /^jobs-[0-9a-f]{7}\.fifo$/);
        assert.equal(name({ [property]: true }, "jobs-0123abc.fifo"), "jobs-0123abc.fifo");
        assert.equal(name({ [property]: true }, plain), ordered);
        assert.equal(name({}, ordered), plain);
      }
    });

    it("generates names of buckets without capital letters, and keeps them", () => {
      const type = "aws:s3/bucket:Bucket";
      const name = (previous?: string) => {
        const before = previous === undefined ? undefined : { bucket: previous };
        return provider.check({ type, name: "Uploads" }, {}, "seed", before).inputs["bucket"];
      };

      assert.match(String(name()), /^uploads-[0-9a-f]{7}$/);
      assert.equal(name("uploads-0123abc"), "uploads-0123abc");
    });

    it("generates no name for a type without names", () => {
      const { inputs } = provider.check({ type: subnet, name: "a" }, { vpcId: "vpc-1" }, "seed");

      assert.deepEqual(inputs, { vpcId: "vpc-1" });
    });

    it("generates names of at most 32 characters for load balancers, and keeps them", () => {
      const names = fc.string({
        unit: fc.constantFrom("a", "b", "-"),
        minLength: 1,
        maxLength: 60,
        size: "max",
      });
      fc.assert(
        fc.property(fc.constantFrom(loadBalancer, targetGroup), names, (type, name) => {
          const made = nameOf(type, name);
          assert.ok(made.length <= 32, made);
          assert.ok(made.startsWith(name.slice(0, 24)), made);
          assert.equal(nameOf(type, name, "another", made), made);
        }),
      );
    });

    it("checks the inputs by the schemas, including the generated name", () => {
      const strict = new AwsProvider(
        stubSchemas({
          check: (type, { name }) => [
            { property: "name", reason: `of ${type} is ${String(name)}` },
          ],
        }),
      );

      const { inputs, failures } = strict.check({ type: role, name: "dev" }, {}, "seed");

      const name = String(inputs["name"]);
      assert.deepEqual(failures, [{ property: "name", reason: `of ${role} is ${name}` }]);
    });
  });

  describe("diff", () => {
    const replacing = new AwsProvider(
      stubSchemas({ replaces: (_, property) => property === "cidrBlock" || property === "code" }),
    );
    const changed = (before: object, after: object): readonly string[] =>
      provider.diff({ type: lambda, name: "it" }, { ...before }, { ...after }).changed;

    it("names changed, added and removed inputs", () => {
      const before = { timeout: 3, memorySize: 128, tags: { a: "1", b: "2" } };
      const after = { timeout: 5, tags: { b: "2", a: "1" }, handler: "index.handler" };

      assert.deepEqual(changed(before, after), ["timeout", "memorySize", "handler"]);
      assert.deepEqual(changed(before, structuredClone(before)), []);
    });

    it("compares archives by content, not by path", () => {
      const before = { code: archive("dist/a.zip", "1") };

      assert.deepEqual(changed(before, { code: archive("/elsewhere/b.zip", "1") }), []);
      assert.deepEqual(changed(before, { code: archive("dist/a.zip", "2") }), ["code"]);
      assert.deepEqual(changed(before, {}), ["code"]);
    });

    it("treats an unknown value as a change, at any depth", () => {
      assert.deepEqual(changed({ role: "a" }, { role: unknownValue }), ["role"]);
      assert.deepEqual(changed({ role: unknownValue }, { role: unknownValue }), ["role"]);
      assert.deepEqual(changed({ a: [{ b: 1 }] }, { a: [{ b: unknownValue }] }), ["a"]);
    });

    it("replaces the resource if AWS can't update a property", () => {
      const subject = { type: subnet, name: "a" };

      assert.deepEqual(
        replacing.diff(subject, { cidrBlock: "a", tags: {} }, { cidrBlock: "b", tags: { x: "1" } }),
        { changed: ["cidrBlock", "tags"], replaces: ["cidrBlock"], deleteBeforeReplace: false },
      );
      assert.deepEqual(replacing.diff(subject, { tags: {} }, { tags: { x: "1" } }).replaces, []);
    });

    it("deletes the old resource first only if both have the same name from the program", () => {
      const deletesFirst = (before: string, after: string, properties = ["1", "2"]): boolean => {
        const [old, next] = properties;
        const subject = { type: lambda, name: "dev-orders" };
        return replacing.diff(subject, { name: before, code: old }, { name: after, code: next })
          .deleteBeforeReplace;
      };

      assert.equal(deletesFirst("orders", "orders"), true);
      assert.equal(deletesFirst("orders", "orders-2"), false);
      assert.equal(deletesFirst("dev-orders-0123abc", "dev-orders-0123abc"), false);
      assert.equal(deletesFirst("orders", "orders", ["1", "1"]), false);
    });
  });

  describe("delete", () => {
    for (const [type, property, value, more] of [
      [table, "deletionProtectionEnabled", true, false],
      [pool, "deletionProtection", "ACTIVE", "INACTIVE"],
      [loadBalancer, "enableDeletionProtection", true, false],
    ] as const) {
      it(`is refused while ${property} is ${value}, and names it`, async () => {
        const aws = new StubAws();
        const outputs = { [property]: value };

        await assert.rejects(
          provider.delete({ type, name: "it" }, { id: "it-1", outputs }, aws.context()),
          {
            name: "RefusedError",
            message: new RegExp(`${type} "it" \\(it-1\\) .* ${property} is "?${value}"?\\.`),
          },
        );
        assert.deepEqual(aws.sent, []);
      });

      it(`succeeds if ${property} is ${more}`, async () => {
        const existing = { id: "it-1", outputs: { [property]: more } };

        await provider.delete({ type, name: "it" }, existing, new StubAws().context());
      });
    }

    it("reaches AWS for a resource with a data plane", async () => {
      const aws = new StubAws();

      await provider.delete({ type: table, name: "it" }, { id: "it", outputs: {} }, aws.context());
      await provider.delete({ type: subnet, name: "it" }, { id: "it", outputs: {} }, aws.context());

      assert.deepEqual(aws.sent, ["DeleteTableCommand"]);
    });
  });

  describe("update", () => {
    it("updates the resource at AWS, and returns the outputs that change", async () => {
      const aws = new StubAws();
      const inputs = { role: "r", runtime: "nodejs24.x", handler: "h", publish: true };
      const outputs = { ...inputs, version: "2", arn: "arn:aws:lambda:us-east-1:1:function:f" };

      const more = await provider.update(
        { type: lambda, name: "f" },
        { id: "f", outputs },
        inputs,
        ["handler"],
        aws.context(),
      );

      const qualifiedArn = "arn:aws:lambda:us-east-1:1:function:f:3";
      assert.deepEqual(more, {
        version: "3",
        qualifiedArn,
        qualifiedInvokeArn: `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${qualifiedArn}/invocations`,
      });
      assert.deepEqual(aws.sent, ["UpdateFunctionConfigurationCommand"]);
    });

    it("does nothing for a resource without a data plane", async () => {
      const aws = new StubAws();
      const subject = { type: subnet, name: "a" };

      const more = await provider.update(
        subject,
        { id: "subnet-1", outputs: {} },
        { tags: {} },
        ["tags"],
        aws.context(),
      );

      assert.deepEqual([more, aws.sent], [{}, []]);
    });
  });

  describe("an unsupported type or function", () => {
    const unknown = { type: "aws:rds/instance:Instance", name: "db" };
    const error = { name: "UnknownTypeError", message: /"aws:rds\/instance:Instance"/ };
    const context = new StubAws().context();

    it("is an error that names it, for every operation", async () => {
      assert.throws(() => provider.check(unknown, {}, "seed"), error);
      assert.throws(() => provider.diff(unknown, {}, {}), error);
      assert.throws(() => provider.create(unknown, {}, context), error);
      await assert.rejects(
        provider.update(unknown, { id: "", outputs: {} }, {}, [], context),
        error,
      );
      await assert.rejects(provider.delete(unknown, { id: "", outputs: {} }, context), error);
      assert.throws(() => provider.call("aws:ec2/getAmi:getAmi", {}, context), {
        name: "UnknownFunctionError",
        message: /"aws:ec2\/getAmi:getAmi".*config value/,
      });
    });
  });
});
