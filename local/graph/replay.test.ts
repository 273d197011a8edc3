import assert from "node:assert/strict";
import type { Provider } from "./evaluate.ts";
import type { ExportedResource, ExportedStack } from "./exportedStack.ts";
import { replay, type Unserved } from "./replay.ts";
import type { Properties } from "./resource.ts";

const poolType = "aws:cognito/userPool:UserPool";
const apiType = "aws:apigateway/restApi:RestApi";
const oldArn = "arn:aws:cognito-idp:us-east-1:111122223333:userpool/us-east-1_OLD";

const pool: ExportedResource = {
  type: poolType,
  name: "users",
  id: "us-east-1_OLD",
  inputs: { mfaConfiguration: "OFF" },
  outputs: { arn: oldArn, name: "users-0a1b2c3" },
};
const api = (outputs: Properties): ExportedResource => ({
  type: apiType,
  name: "api",
  id: "api0000001",
  inputs: {},
  outputs,
});

const exportedStack = (...resources: ExportedResource[]): ExportedStack => ({
  name: "prod",
  region: "us-east-1",
  accountId: "111122223333",
  resources,
  outputs: { userPoolId: "us-east-1_OLD" },
});

/** Replays exports with a provider that generates ids and records its calls. */
async function run(exports: ExportedStack[], create?: Provider["create"]) {
  const created: { name: string; inputs: Properties }[] = [];
  const unserved: Unserved[] = [];
  const provider: Provider = {
    owns: () => true,
    create:
      create ??
      (async (_type, name, inputs) => {
        created.push({ name, inputs });
        return { id: "us-east-1_NEW", outputs: { arn: "arn:new" } };
      }),
    call: async () => ({}),
  };
  const stacks = exports.map((exported) => ({
    exported,
    provider,
    locate: (path: string) => `/here/${path}`,
  }));
  const replayed = await replay(stacks, "123456789012", (one) => unserved.push(one));
  return { replayed, created, unserved };
}

describe("replay", () => {
  it("creates resources with a data plane under their exported names", async () => {
    const { replayed, created } = await run([exportedStack(pool)]);

    assert.deepEqual(created, [
      { name: "users", inputs: { name: "users-0a1b2c3", mfaConfiguration: "OFF" } },
    ]);
    assert.deepEqual(replayed[0]!.resources, [
      {
        type: poolType,
        name: "users",
        id: "us-east-1_NEW",
        inputs: { mfaConfiguration: "OFF" },
        outputs: { arn: "arn:new", name: "users-0a1b2c3" },
      },
    ]);
  });

  it("keeps everything else, with the new ids and the local account in it", async () => {
    const body = JSON.stringify({ pools: [oldArn], role: "arn:aws:iam::111122223333:role/api" });

    const { replayed, created } = await run([exportedStack(pool, api({ body }))]);

    const { id, outputs } = replayed[0]!.resources[1]!;
    assert.equal(created.length, 1);
    assert.equal(id, "api0000001");
    assert.deepEqual(JSON.parse(String(outputs["body"])), {
      pools: ["arn:new"],
      role: "arn:aws:iam::123456789012:role/api",
    });
    assert.deepEqual(replayed[0]!.outputs, { userPoolId: "us-east-1_NEW" });
  });

  it("replaces ids of later stacks in earlier ones", async () => {
    const { replayed } = await run([exportedStack(api({ pool: oldArn })), exportedStack(pool)]);

    assert.equal(replayed[0]!.resources[0]!.outputs["pool"], "arn:new");
  });

  it("continues without a resource that can't be created, and names it", async () => {
    const { replayed, unserved } = await run([exportedStack(pool, api({}))], async () => {
      throw new Error("no such thing");
    });

    assert.deepEqual(
      replayed[0]!.resources.map(({ name }) => name),
      ["api"],
    );
    assert.deepEqual(unserved, [{ type: poolType, name: "users", reason: "no such thing" }]);
  });

  for (const [what, resource, reason] of [
    [
      "types without a counterpart",
      { ...pool, type: "aws:elasticache/cluster:Cluster" },
      "has no counterpart here",
    ],
    [
      "resources of another region",
      api({ arn: "arn:aws:apigateway:eu-west-1::/restapis/api0000001" }),
      "is in eu-west-1; only resources in us-east-1, the stack's region, are served",
    ],
  ] as const) {
    it(`names ${what}`, async () => {
      const { replayed, unserved } = await run([exportedStack(resource)]);

      assert.deepEqual(replayed[0]!.resources, []);
      assert.deepEqual(
        unserved.map((one) => one.reason),
        [reason],
      );
    });
  }

  it("names encrypted and unknown values, also of resources that are kept", async () => {
    const signature = "4dabf18193072939515e22adb298388d";
    const secret = { [signature]: "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:AAAA" };
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

    const { replayed, unserved } = await run([
      exportedStack(api({ body: secret, tags: { a: unknown } })),
    ]);

    assert.deepEqual(replayed[0]!.resources[0]!.outputs, { tags: {} });
    assert.deepEqual(
      unserved.map((one) => one.reason),
      [
        "body is encrypted; export with --show-secrets",
        "tags.a is not known yet; deploy the stack first",
      ],
    );
  });

  it("finds the folder that an image is built from", async () => {
    const image = { ...pool, type: "awsx:ecr:Image", inputs: { context: "web" } };

    const { replayed } = await run([exportedStack(image)]);

    assert.deepEqual(replayed[0]!.resources[0]!.inputs, { context: "/here/web" });
  });

  it("keeps resources of other packages", async () => {
    const random = { ...pool, type: "random:index/randomId:RandomId" };

    const { replayed, unserved } = await run([exportedStack(random)]);

    assert.equal(replayed[0]!.resources.length, 1);
    assert.deepEqual(unserved, []);
  });
});
