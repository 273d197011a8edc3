import type { Properties } from "../../graph/resource.ts";
import { AwsProvider } from "../awsProvider.ts";
import { changedProperties } from "../changedProperties.ts";
import type { ProviderContext } from "../kind.ts";

/** A resource that a test created, with the operations of the engine. */
export interface Provided {
  readonly id: string;
  /** Its inputs and the outputs that AWS added, as they are now. */
  readonly outputs: Properties;
  update(inputs: Properties): Promise<void>;
  delete(): Promise<void>;
}

/** Creates a resource like the engine: with a generated name if the inputs have none. */
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
    get outputs() {
      return state.outputs;
    },
    update: async (inputs) => {
      const { inputs: after } = provider.check(subject, inputs, "seed", state.inputs);
      const changed = changedProperties(state.inputs, after);
      const existing = { id, outputs: state.outputs };
      const more = await provider.update(subject, existing, after, changed, context);
      const kept = Object.entries(state.outputs).filter(
        ([property]) => property in after || !(property in state.inputs),
      );
      state.inputs = after;
      state.outputs = { ...Object.fromEntries(kept), ...after, ...more };
    },
    delete: () => provider.delete(subject, { id, outputs: state.outputs }, context),
  };
}
