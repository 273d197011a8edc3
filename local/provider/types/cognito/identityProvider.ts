import {
  CreateIdentityProviderCommand,
  CreateIdentityProviderRequest$,
  DeleteIdentityProviderCommand,
  type IdentityProviderType,
  UpdateIdentityProviderCommand,
  UpdateIdentityProviderRequest$,
} from "@aws-sdk/client-cognito-identity-provider";
import { apiInput } from "../../apiInput.ts";
import { required, type ResourceKind } from "../../kind.ts";

/** Cognito adds keys, which the provider keeps. */
const detailsOf = (provider: IdentityProviderType | undefined) => ({
  providerDetails: { ...provider?.ProviderDetails },
});

export const identityProvider: ResourceKind = {
  comparesState: ["providerDetails"],
  create: async (request) => {
    const { inputs, context } = request;
    const { IdentityProvider } = await context.aws.cognito.send(
      new CreateIdentityProviderCommand(apiInput(CreateIdentityProviderRequest$, inputs)),
    );
    const id = `${required(request, "userPoolId")}:${required(request, "providerName")}`;
    return { id, outputs: detailsOf(IdentityProvider) };
  },
  update: async ({ inputs, context }) => {
    const { IdentityProvider } = await context.aws.cognito.send(
      new UpdateIdentityProviderCommand(
        apiInput(UpdateIdentityProviderRequest$, inputs, { providerType: null }),
      ),
    );
    return detailsOf(IdentityProvider);
  },
  delete: ({ outputs, context }) =>
    context.aws.cognito.send(
      new DeleteIdentityProviderCommand({
        UserPoolId: String(outputs["userPoolId"]),
        ProviderName: String(outputs["providerName"]),
      }),
    ),
};
