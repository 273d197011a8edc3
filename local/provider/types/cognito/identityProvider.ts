import {
  CreateIdentityProviderCommand,
  CreateIdentityProviderRequest$,
  DeleteIdentityProviderCommand,
  UpdateIdentityProviderCommand,
  UpdateIdentityProviderRequest$,
} from "@aws-sdk/client-cognito-identity-provider";
import { apiInput } from "../../apiInput.ts";
import { required, type ResourceKind } from "../../kind.ts";

export const identityProvider: ResourceKind = {
  create: async (request) => {
    const { inputs, context } = request;
    await context.aws.cognito.send(
      new CreateIdentityProviderCommand(apiInput(CreateIdentityProviderRequest$, inputs)),
    );
    const id = `${required(request, "userPoolId")}:${required(request, "providerName")}`;
    return { id, outputs: {} };
  },
  update: ({ inputs, context }) =>
    context.aws.cognito
      .send(
        new UpdateIdentityProviderCommand(
          apiInput(UpdateIdentityProviderRequest$, inputs, { providerType: null }),
        ),
      )
      .then(() => undefined),
  delete: ({ outputs, context }) =>
    context.aws.cognito.send(
      new DeleteIdentityProviderCommand({
        UserPoolId: String(outputs["userPoolId"]),
        ProviderName: String(outputs["providerName"]),
      }),
    ),
};
