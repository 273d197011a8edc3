import type { Properties } from "../../graph/resource.ts";
import { AwsProvider } from "../awsProvider.ts";
import { changedProperties } from "../changedProperties.ts";
import type { ProviderContext } from "../kind.ts";

/** A resource that a test created, from creation to deletion as the engine has it done. */
export interface Provided {
  readonly id: string;
  /** Its inputs and what AWS added to them. */
  readonly outputs: Properties;
  update(inputs: Properties): Promise<void>;
  delete(): Promise<void>;
}

/** Creates a resource as the engine has it created: with a name where the program gives none. */
export async function provide(
  context: ProviderContext,
  type: string,
  name: string,
  inputs: Properties,
): Promise<Provided> {
  const provider = new AwsProvider();
  const subject = { type, name };
  const named = provider.check(subject, inputs, "seed").inputs;
  const { id, outputs } = await provider.create(subject, named, context);
  const state = { inputs: named, outputs: { ...named, ...outputs } };
  return {
    id,
    outputs: state.outputs,
    update: async (inputs) => {
      const { inputs: after } = provider.check(subject, inputs, "seed", state.inputs);
      const changed = changedProperties(state.inputs, after);
      const existing = { id, outputs: state.outputs };
      const more = await provider.update(subject, existing, after, changed, context);
      state.inputs = after;
      state.outputs = { ...state.outputs, ...after, ...more };
    },
    delete: () => provider.delete(subject, { id, outputs: state.outputs }, context),
  };
}
