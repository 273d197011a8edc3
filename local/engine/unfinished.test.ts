import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectEndpoint } from "../aws/endpoint.ts";
import { Inventory } from "../provider/inventory.ts";
import { deleteUnfinished } from "./unfinished.ts";

const stack = "dev-us-east-1";
const vpc = "aws:ec2/vpc:Vpc";
const urn = (name: string) =>
  `urn:pulumi:${stack}::palisade::palisade:network:Network$${vpc}::${name}`;

// The form of the state: pulumi/sdk/go/common/apitype/core.go, `CheckpointV3` and `OperationV2`.
describe("deleteUnfinished", () => {
  let folder: string;
  let file: string;
  let inventory: Inventory;
  let told: string[];
  beforeEach(async () => {
    told = [];
    folder = await mkdtemp(join(tmpdir(), "unfinished-"));
    inventory = new Inventory(join(folder, "account/us-east-1"));
    const stacks = join(folder, "state/.pulumi/stacks/palisade");
    await mkdir(stacks, { recursive: true });
    file = join(stacks, `${stack}.json`);
  });
  afterEach(() => rm(folder, { recursive: true }));

  const exists = (name: string, id: string, owner = stack) =>
    inventory.add({ owner: { stack: owner, name }, type: vpc, id, inputs: {}, outputs: {} });

  const killed = (resources: object[], pending: object[]) =>
    writeFile(
      file,
      JSON.stringify({
        version: 3,
        checkpoint: { stack, latest: { resources, pending_operations: pending } },
      }),
    );

  const run = () =>
    deleteUnfinished({
      ...{ folder, project: "palisade", stacks: [stack, "dev-eu-west-1"] },
      endpoints: new Map([
        [
          "us-east-1",
          connectEndpoint("http://127.0.0.1:9", "us-east-1", {
            accessKeyId: "AKIA0",
            secretAccessKey: "secret",
          }),
        ],
      ]),
      announce: (message) => told.push(message),
    });

  const ids = async () => (await inventory.list()).map(({ id }) => id).toSorted();

  it("deletes what exists although its creation was not recorded, and nothing else", async () => {
    await exists("network", "vpc-old"); // It is being replaced.
    await exists("network", "vpc-begun");
    await exists("network", "vpc-others", "prod-us-east-1");
    await exists("kept", "vpc-kept");
    await killed(
      [{ urn: urn("network"), type: vpc, id: "vpc-old", custom: true }],
      [
        { type: "creating", resource: { urn: urn("network"), type: vpc } },
        { type: "creating", resource: { urn: urn("kept"), type: vpc, retainOnDelete: true } },
      ],
    );

    await run();

    assert.deepEqual(await ids(), ["vpc-kept", "vpc-old", "vpc-others"]);
    const { checkpoint } = JSON.parse(await readFile(file, "utf8"));
    assert.equal(checkpoint.latest.pending_operations, undefined);
    assert.equal(checkpoint.latest.resources.length, 1);
    assert.deepEqual(told, [
      `${stack}: the engine was killed during 2 creations. Deleted, to be created again: ${vpc} "network"`,
    ]);
  });

  it("leaves the state alone if no creation was interrupted", async () => {
    await exists("network", "vpc-begun");
    await killed([], [{ type: "deleting", resource: { urn: urn("network"), type: vpc } }]);
    const before = await readFile(file, "utf8");

    await run();

    assert.deepEqual(await ids(), ["vpc-begun"]);
    assert.equal(await readFile(file, "utf8"), before);
    assert.deepEqual(told, []);
  });
});
