import type { CreatedResource } from "../graph/evaluate.ts";
import type { Properties } from "../graph/resource.ts";
import type { AwsProvider, Subject } from "./awsProvider.ts";
import { InputError, type ProviderContext } from "./kind.ts";
import { checkRandom, createRandom, seededChooser } from "./random.ts";
import { awsxKinds } from "./types/awsx.ts";

/**
 * Creates a resource of the packages `aws`, `awsx` and `random` for an evaluation without an engine. Generated names,
 * ids and values are the same at each start, unless the context has a nonce.
 *
 * @returns its id and the outputs that the provider adds to the inputs
 * @throws InputError when AWS would refuse the inputs
 */
export async function newResource(
  provider: AwsProvider,
  { type, name }: Subject,
  inputs: Properties,
  context: ProviderContext,
): Promise<CreatedResource> {
  const component = awsxKinds[type];
  if (component) return component.create({ type, name, inputs, context });
  const seed = seedOf(context);
  if (type.startsWith("random:")) return password(type, inputs, `${seed}\0${name}`);
  const checked = provider.check({ type, name }, inputs, seed);
  requireValid(checked.failures);
  const created = await provider.create({ type, name }, checked.inputs, context);
  return { ...created, outputs: { ...named(inputs, checked.inputs), ...created.outputs } };
}

/** What generated names depend on. */
export const seedOf = ({ stack, region, nonce }: ProviderContext): string =>
  [stack, region, ...(nonce === undefined ? [] : [nonce])].join("\0");

function password(type: string, inputs: Properties, seed: string): CreatedResource {
  requireValid(checkRandom(type, inputs));
  const { id, result } = createRandom(inputs, seededChooser(seed));
  return { id, outputs: { result } };
}

/** @throws InputError */
export function requireValid(failures: readonly { property: string; reason: string }[]): void {
  if (failures.length === 0) return;
  throw new InputError(failures.map(({ property, reason }) => `${property} ${reason}`).join("; "));
}

/** The inputs that the check added. */
const named = (inputs: Properties, checked: Properties): Properties =>
  Object.fromEntries(Object.entries(checked).filter(([key]) => inputs[key] === undefined));
