import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { actionTable } from "../../../policy/guarded-data/support/scopableActions.ts";
import { scopableActions } from "./scopable.ts";

type Types = Record<string, boolean>;

/** An action with the resource types that the two sources give it. */
const privilege = (types: Types) => ({
  resource_types: Object.fromEntries(
    Object.entries(types).map(([type, required]) => [type, { resource_type: type, required }]),
  ),
});

const found = (service: string, action: string, types: Types, known: object = { Resources: [] }) =>
  scopableActions(
    { [service]: { Actions: { [action.toLowerCase()]: known } } },
    { [service]: { privileges: { [action]: privilege(types) } } },
  );

describe("the actions that require a resource", () => {
  it("are those with a required type", () => {
    assert.deepEqual(found("sqs", "SendMessage", { queue: true, "": false }), {
      sqs: ["SendMessage"],
    });
  });

  it("are not those with optional types, without types, or of which the sources differ", () => {
    assert.deepEqual(found("translate", "TranslateText", { terminology: false, "": false }), {});
    assert.deepEqual(found("kms", "ListKeys", {}), {});
    assert.deepEqual(found("ec2", "RunInstances", { "": true }), {});
    assert.deepEqual(found("cloudwatch", "PutMetricData", { metric: true }, {}), {});
  });

  it("are those of S3 whose types are alternatives", () => {
    assert.deepEqual(found("s3", "GetObject", { object: false, accesspointobject: false }), {
      s3: ["GetObject"],
    });
    assert.deepEqual(found("s3", "ListAllMyBuckets", { "": false }), {});
  });

  // Does not prove that the table has the packages' contents: that needs a download.
  it("were written with the required versions of the sources (npm run policy:actions)", async () => {
    const requirements = await readFile(new URL("requirements.in", import.meta.url), "utf8");
    const pinned = [...requirements.matchAll(/^([\w-]+)==(\S+)$/gm)];

    assert.deepEqual(
      pinned.map(([, name, version]) => `${name!.replaceAll("-", "_")} ${version}`),
      actionTable().sources,
    );
  });
});
