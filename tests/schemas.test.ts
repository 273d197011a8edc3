import assert from "node:assert/strict";
import program from "../index.ts";
import { evaluateStack, fullStackName } from "../local/graph/evaluate.ts";
import type { Resource } from "../local/graph/resource.ts";
import { readProject, readStackConfig } from "../project/stackConfig.ts";
import { awsKinds } from "../local/provider/types/index.ts";
import { loadTypeSchemas, type TypeSchemas } from "../local/provider/schema/index.ts";
import { mappings } from "../local/provider/schema/mappings/index.ts";
import { plausibleHome, plausibleProvider } from "./support/plausibleOutputs.ts";
import { root } from "./support/platformProcess.ts";

/** Types without a schema from AWS. */
const unmapped = {
  "aws:appautoscaling/scheduledAction:ScheduledAction":
    "CloudFormation has scheduled actions as a property of their target",
  "aws:acm/certificateValidation:CertificateValidation": "only Pulumi's provider has it: it waits",
  "aws:cloudcontrol/resource:Resource": "its settings have the schema of the type that it names",
  "aws:iam/policyAttachment:PolicyAttachment":
    "only Pulumi's provider has it: attachments of a policy",
  "aws:lambda/invocation:Invocation": "only Pulumi's provider has it: it invokes",
  "aws:secretsmanager/secretVersion:SecretVersion":
    "CloudFormation has it as a property of the secret",
  "aws:s3/bucketObject:BucketObject": "objects are no resources of CloudFormation",
  "aws:s3/bucketObjectv2:BucketObjectv2": "objects are no resources of CloudFormation",
  "aws:sns/smsPreferences:SmsPreferences":
    "CloudFormation has no settings of an account's text messages",
  "awsx:ecr:Image": "a component that builds an image",
};

const stacks = ["dev", "prod", "local"].flatMap((environment) => [
  `${environment}-us-east-1`,
  `${environment}-eu-west-1`,
]);

async function evaluate(stack: string): Promise<Resource[]> {
  const project = await readProject(root);
  const config = await readStackConfig(project, stack);
  const homeRegion = config["palisade:homeRegion"]!;
  const environment = config["palisade:environment"]!;
  const home = fullStackName({ project: project.name, stack: `${environment}-${homeRegion}` });
  const { resources } = await evaluateStack(
    { project: project.name, stack, config, program },
    plausibleProvider(config["aws:region"]!),
    (name) => (name === home ? plausibleHome(homeRegion) : undefined),
  );
  return resources;
}

describe("AWS's schemas for the project's stacks", function () {
  this.timeout(120_000);
  const schemas = new Map<string, TypeSchemas>();
  const resources = new Map<string, Resource[]>();

  before(async () => {
    for (const stack of stacks) {
      const region = stack.replace(/^\w+-/, "");
      schemas.set(stack, await loadTypeSchemas(region, console.log));
      resources.set(stack, await evaluate(stack));
    }
  });

  for (const stack of stacks) {
    it(`accept ${stack}`, () => {
      const { check } = schemas.get(stack)!;

      const failures = resources
        .get(stack)!
        .flatMap(({ type, name, inputs }) =>
          check(type, inputs).map(
            ({ property, reason }) => `${type} "${name}": ${property} ${reason}`,
          ),
        );

      assert.deepEqual(failures, []);
      assert.ok(resources.get(stack)!.length > 70);
      // Among them are those that awsx creates for the network.
      assert.ok(resources.get(stack)!.some(({ type }) => type === "aws:ec2/subnet:Subnet"));
    });
  }

  it("have a mapping of every type that the stacks and the local provider use", () => {
    const used = [...resources.values()].flat().map(({ type }) => type);
    const known = new Set([...Object.keys(mappings), ...Object.keys(unmapped)]);

    const missing = new Set([...used, ...Object.keys(awsKinds)].filter((type) => !known.has(type)));

    assert.deepEqual([...missing], []);
  });

  it("check at least 70 % of the properties that the stacks set", () => {
    const checked = new Set<string>();
    const unchecked = new Set<string>();
    for (const stack of stacks) {
      for (const { type, inputs } of resources.get(stack)!) {
        if (type in unmapped) continue;
        const coverage = schemas.get(stack)!.coverage(type, inputs);
        for (const path of coverage.checked) checked.add(`${type} ${path}`);
        for (const path of coverage.unchecked) unchecked.add(`${type} ${path}`);
      }
    }
    const open = [...unchecked].filter((path) => !checked.has(path)).sort();

    const share = checked.size / (checked.size + open.length);
    console.log(
      `      ${(share * 100).toFixed(1)} % of ${checked.size + open.length} properties are checked. Not checked:`,
      ...open.map((path) => `\n        ${path}`),
    );
    assert.ok(share >= 0.7, `only ${share}`);
  });
});
