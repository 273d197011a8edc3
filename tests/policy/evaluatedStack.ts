import type * as pulumi from "@pulumi/pulumi";
import { evaluateStack, type Provider } from "../../local/graph/evaluate.ts";
import type { Resource } from "../../local/graph/resource.ts";
import { readVpcArgs } from "../../local/provider/awsx/vpcArgs.ts";
import { Vpc } from "../../local/provider/awsx/vpc.ts";
import { withoutPublicAddresses } from "../../components/network/privateNetwork.ts";
import type { ExportedResource } from "../../commands/policy/judgeExport.ts";
import { plausibleHome, plausibleProvider } from "../support/plausibleOutputs.ts";

/**
 * The resources that a program declares, with realistic ids, names and ARNs, as policies see a
 * deployed stack. Runs without the engine, so references are visible only by ids.
 *
 * @param program - declares resources
 * @param config - by full key, such as `aws:region`
 * @param stack - project and stack in the URNs
 */
export async function evaluatedStack(
  program: () => unknown,
  config: Record<string, string> = { "aws:region": "eu-central-1" },
  stack = { project: "test", name: "test" },
): Promise<ExportedResource[]> {
  const exported = ({ type, name, id, inputs, outputs }: Resource): ExportedResource => {
    const urn = `urn:pulumi:${stack.name}::${stack.project}::${type}::${name}`;
    const known = { type, name, id, urn };
    return { asked: { ...known, props: inputs }, deployed: { ...known, props: outputs } };
  };
  const provider = plausibleProvider(config["aws:region"] ?? "eu-central-1");
  const resources = await evaluate(program, config, stack, withTransform(withArns(provider)));
  return resources.map(exported);
}

/** Applies the network's transform to the children of awsx's VPC, which otherwise the engine does. */
const withTransform = (provider: Provider): Provider => ({
  ...provider,
  construct: (type, name, inputs) => {
    if (type !== "awsx:ec2:Vpc") return provider.construct?.(type, name, inputs);
    const transformations = [withoutPublicAddresses as unknown as pulumi.ResourceTransformation];
    return new Vpc(name, readVpcArgs(name, inputs), { transformations }).outputs;
  },
});

async function evaluate(
  program: () => unknown,
  config: Record<string, string>,
  { project, name }: { project: string; name: string },
  provider: Provider,
): Promise<readonly Resource[]> {
  const run = async () => {
    await program();
  };
  const spec = { project, stack: name, config, program: run };
  const { resources } = await evaluateStack(spec, provider, () => plausibleHome("us-east-1"));
  return resources;
}

/** Adds ARNs, which nearly all resources of AWS have. */
function withArns(provider: Provider): Provider {
  return {
    ...provider,
    create: async (type, name, inputs) => {
      const { id, outputs } = await provider.create(type, name, inputs);
      const arn = `arn:aws:${type.split(":")[1]!.split("/")[0]}:eu-central-1:123456789012:${name}`;
      return { id, outputs: { arn, ...outputs } };
    },
  };
}
