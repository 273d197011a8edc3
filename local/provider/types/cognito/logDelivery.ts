import {
  SetLogDeliveryConfigurationCommand,
  SetLogDeliveryConfigurationRequest$,
} from "@aws-sdk/client-cognito-identity-provider";
import { apiInput } from "../../apiInput.ts";
import {
  type CreateRequest,
  type ProviderContext,
  required,
  type ResourceKind,
} from "../../kind.ts";

/** Where a pool's logs go. */
export const logDelivery: ResourceKind = {
  create: async (request) => {
    await set(request);
    return { id: required(request, "userPoolId"), outputs: {} };
  },
  update: set,
  delete: async ({ id, context }) => {
    if (isUnknownThere(id, context)) return;
    await context.aws.cognito.send(
      new SetLogDeliveryConfigurationCommand({ UserPoolId: id, LogConfigurations: [] }),
    );
  },
};

/** A replica's logs, at an endpoint that does not replicate: a pool's id begins with its home region. */
const isUnknownThere = (userPoolId: string, { aws, region }: ProviderContext): boolean =>
  aws.identity === undefined && !userPoolId.startsWith(`${region}_`);

async function set(request: CreateRequest): Promise<void> {
  const { inputs, context } = request;
  if (isUnknownThere(required(request, "userPoolId"), context)) return;
  await context.aws.cognito.send(
    new SetLogDeliveryConfigurationCommand(apiInput(SetLogDeliveryConfigurationRequest$, inputs)),
  );
}
