import {
  SetRiskConfigurationCommand,
  SetRiskConfigurationRequest$,
} from "@aws-sdk/client-cognito-identity-provider";
import { apiInput, type Places } from "../../apiInput.ts";
import { type CreateRequest, required, type ResourceKind } from "../../kind.ts";

/** Reactions to risks, of a pool or of one of its clients. */
export const riskConfiguration: ResourceKind = {
  create: async (request) => {
    await set(request);
    const [pool, client] = [required(request, "userPoolId"), request.inputs["clientId"]];
    return { id: client === undefined ? pool : `${pool}:${String(client)}`, outputs: {} };
  },
  update: set,
  // A call without settings removes them.
  delete: ({ outputs: { userPoolId, clientId }, context }) =>
    context.aws.cognito.send(
      new SetRiskConfigurationCommand(
        apiInput(SetRiskConfigurationRequest$, { userPoolId, clientId }),
      ),
    ),
};

async function set({ inputs, context }: CreateRequest): Promise<void> {
  await context.aws.cognito.send(
    new SetRiskConfigurationCommand(apiInput(SetRiskConfigurationRequest$, inputs, places)),
  );
}

const places: Places = {
  "compromisedCredentialsRiskConfiguration.eventFilters": "EventFilter",
  "riskExceptionConfiguration.blockedIpRangeLists": "BlockedIPRangeList",
  "riskExceptionConfiguration.skippedIpRangeLists": "SkippedIPRangeList",
};
