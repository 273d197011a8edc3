import type { Provider } from "../graph/evaluate.ts";
import { AwsProvider } from "./awsProvider.ts";
import { awsComponents } from "./components.ts";
import type { ProviderContext } from "./kind.ts";
import { newResource } from "./newResource.ts";
import type { TypeSchemas } from "./schema/index.ts";

export { UnknownTypeError } from "./errors.ts";
export type { ProviderContext } from "./kind.ts";

/**
 * Creates the provider of the `aws`, `awsx` and `random` packages for an evaluation in this thread, in which each
 * resource is new. In `plugin/` the same provider is a plugin of the engine.
 *
 * @param schemas - check the inputs; without them inputs are not checked
 */
export function createProvider(context: ProviderContext, schemas?: TypeSchemas): Provider {
  const provider = new AwsProvider(schemas);
  return {
    ...awsComponents,
    create: (type, name, inputs) => newResource(provider, { type, name }, inputs, context),
    call: async (token, inputs) => provider.call(token, inputs, context),
  };
}
