import assert from "node:assert/strict";
import { everyInput } from "../testing/pulumiInputs.ts";
import { inputsWithoutEffect } from "./inputs.ts";
import { pathsIn, unservedInputs } from "./index.ts";

const resource = (type: string, name: string, inputs: Record<string, unknown>) => ({
  type,
  name,
  id: name,
  inputs,
  outputs: inputs,
});
const bucket = "aws:s3/bucket:Bucket";
const lambda = "aws:lambda/function:Function";
const task = "aws:ecs/taskDefinition:TaskDefinition";
const containers = (extra: object) => JSON.stringify([{ name: "app", image: "app", ...extra }]);

describe("inputs that have no effect here", () => {
  for (const [what, given, expected] of [
    [
      "are named",
      resource(bucket, "files", { website: { indexDocument: "index.html" } }),
      `${bucket} "files": website`,
    ],
    [
      "are in one line per resource",
      resource(lambda, "f", { layers: ["arn"], fileSystemConfig: { arn: "arn" } }),
      `${lambda} "f": fileSystemConfig, layers`,
    ],
    [
      "are found in lists and texts",
      resource(task, "app", {
        containerDefinitions: containers({ environmentFiles: [{ type: "s3" }] }),
      }),
      `${task} "app": containerDefinitions.environmentFiles`,
    ],
    ["with AWS's default are not named", resource(bucket, "files", { acl: "private" }), undefined],
    ["that are empty are not named", resource(bucket, "files", { grants: [] }), undefined],
    ["that are off are not named", resource(bucket, "f", { objectLockEnabled: false }), undefined],
    [
      "and that nobody sees are not named",
      resource(bucket, "files", { tags: { a: "b" }, lifecycleRules: [{ enabled: true }] }),
      undefined,
    ],
    [
      "are not in texts that are no JSON",
      resource(task, "a", { containerDefinitions: "x" }),
      undefined,
    ],
    [
      "have one for functions in the VPC",
      resource(lambda, "f", { reservedConcurrentExecutions: 2, vpcConfig: {} }),
      undefined,
    ],
    [
      "have none for functions without a VPC",
      resource(lambda, "f", { reservedConcurrentExecutions: 2 }),
      `${lambda} "f": reservedConcurrentExecutions`,
    ],
    [
      "are named if they are kept only",
      resource("aws:cognito/userPool:UserPool", "users", {
        userPoolAddOns: { advancedSecurityMode: "AUDIT" },
      }),
      `aws:cognito/userPool:UserPool "users": userPoolAddOns.advancedSecurityMode`,
    ],
    ["are not looked for in other types", resource("a:b:C", "c", { layers: ["x"] }), undefined],
  ] as const) {
    it(what, () => {
      const lines = expected === undefined ? [] : [`Not served: ${expected}`];
      assert.deepEqual(unservedInputs([given]), lines);
    });
  }

  it("are in one line for all resources with the same ones, which regions repeat", () => {
    const inputs = { website: { indexDocument: "index.html" } };
    const resources = ["a", "b", "a"].map((name) => resource(bucket, name, inputs));

    assert.deepEqual(unservedInputs(resources), [`Not served: ${bucket} "a", "b": website`]);
  });

  it("exist in the declarations of @pulumi/aws", () => {
    for (const [type, lists] of Object.entries(inputsWithoutEffect)) {
      const declared = Object.keys(everyInput(type));
      const paths = (["dropped", "kept", "inert"] as const).flatMap((list) => pathsIn(lists, list));
      const unknown = paths.filter((path) => !declared.includes(path.split(".")[0]!));
      assert.deepEqual(unknown, [], type);
    }
  });
});
