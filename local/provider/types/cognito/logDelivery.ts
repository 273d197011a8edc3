import {
  SetLogDeliveryConfigurationCommand,
  SetLogDeliveryConfigurationRequest$,
} from "@aws-sdk/client-cognito-identity-provider";
import { apiInput } from "../../apiInput.ts";
import { type CreateRequest, required, type ResourceKind } from "../../kind.ts";

/** Where a pool's logs go. */
export const logDelivery: ResourceKind = {
  create: async (request) => {
    await set(request);
    return { id: required(request, "userPoolId"), outputs: {} };
  },
  update: set,
  delete: ({ id, context }) =>
    context.aws.cognito.send(
      new SetLogDeliveryConfigurationCommand({ UserPoolId: id, LogConfigurations: [] }),
    ),
};

async function set({ inputs, context }: CreateRequest): Promise<void> {
  await context.aws.cognito.send(
    new SetLogDeliveryConfigurationCommand(apiInput(SetLogDeliveryConfigurationRequest$, inputs)),
  );
}
