import type { CreatedResource, Provider } from "../graph/evaluate.ts";
import type { Properties } from "../graph/resource.ts";
import { Vpc } from "./awsx/vpc.ts";
import { readVpcArgs } from "./awsx/vpcArgs.ts";
import { AwsProvider } from "./awsProvider.ts";
import { InputError, type ProviderContext } from "./kind.ts";
import { checkRandom, createRandom, seededChooser } from "./random.ts";
import type { TypeSchemas } from "./schema/index.ts";
import { awsxKinds } from "./types/awsx.ts";

export { UnknownTypeError } from "./errors.ts";
export type { ProviderContext } from "./kind.ts";

/**
 * Creates the provider of the `aws`, `awsx` and `random` packages for an evaluation in this process. In
 * `plugin/` the same provider is a plugin of the engine.
 *
 * @param schemas - check the inputs; without them inputs are not checked
 */
export function createProvider(context: ProviderContext, schemas?: TypeSchemas): Provider {
  const provider = new AwsProvider(schemas);
  const seed = `${context.stack}\0${context.region}`;
  return {
    owns: (type) => /^(?:awsx?|random|pulumi:providers):/.test(type),
    construct: (type, name, inputs) =>
      type === "awsx:ec2:Vpc" ? new Vpc(name, readVpcArgs(name, inputs)).outputs : undefined,
    create: async (type, name, inputs) => {
      const component = awsxKinds[type];
      if (component) return component.create({ type, name, inputs, context });
      if (type.startsWith("random:")) return password(type, inputs, `${seed}\0${name}`);
      const checked = provider.check({ type, name }, inputs, seed);
      if (checked.failures.length > 0) throw new InputError(failureText(checked.failures));
      const created = await provider.create({ type, name }, checked.inputs, context);
      return { ...created, outputs: { ...named(inputs, checked.inputs), ...created.outputs } };
    },
    call: async (token, inputs) => provider.call(token, inputs, context),
  };
}

function password(type: string, inputs: Properties, seed: string): CreatedResource {
  const failures = checkRandom(type, inputs);
  if (failures.length > 0) throw new InputError(failureText(failures));
  const { id, result } = createRandom(inputs, seededChooser(seed));
  return { id, outputs: { result } };
}

const failureText = (failures: readonly { property: string; reason: string }[]): string =>
  failures.map(({ property, reason }) => `${property} ${reason}`).join("; ");

/** The inputs that the check added. */
const named = (inputs: Properties, checked: Properties): Properties =>
  Object.fromEntries(Object.entries(checked).filter(([key]) => inputs[key] === undefined));
