import {
  CreateManagedLoginBrandingCommand,
  type CreateManagedLoginBrandingCommandInput,
  CreateManagedLoginBrandingRequest$,
  DeleteManagedLoginBrandingCommand,
  type ManagedLoginBrandingType,
  UpdateManagedLoginBrandingCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { apiInput } from "../../apiInput.ts";
import { type CreateRequest, InputError, required, type ResourceKind } from "../../kind.ts";

/** The style of a client's sign-in pages. */
export const branding: ResourceKind = {
  create: async (request) => {
    const { ManagedLoginBranding } = await request.context.aws.cognito.send(
      new CreateManagedLoginBrandingCommand(brandingInput(request)),
    );
    const brandingId = ManagedLoginBranding!.ManagedLoginBrandingId!;
    return {
      id: `${required(request, "userPoolId")},${brandingId}`,
      outputs: { managedLoginBrandingId: brandingId, ...outputsOf(ManagedLoginBranding!) },
    };
  },
  update: async (request) => {
    const { ClientId: _fixed, ...input } = brandingInput(request);
    const { ManagedLoginBranding } = await request.context.aws.cognito.send(
      new UpdateManagedLoginBrandingCommand({
        ...input,
        ManagedLoginBrandingId: String(request.outputs["managedLoginBrandingId"]),
      }),
    );
    return outputsOf(ManagedLoginBranding!);
  },
  delete: ({ outputs, context }) =>
    context.aws.cognito.send(
      new DeleteManagedLoginBrandingCommand({
        UserPoolId: String(outputs["userPoolId"]),
        ManagedLoginBrandingId: String(outputs["managedLoginBrandingId"]),
      }),
    ),
};

function brandingInput({ inputs }: CreateRequest): CreateManagedLoginBrandingCommandInput {
  const { settings, ...others } = inputs;
  const input = apiInput<CreateManagedLoginBrandingCommandInput>(
    CreateManagedLoginBrandingRequest$,
    others,
  );
  return {
    ...input,
    ...(settings === undefined ? {} : { Settings: parsed(String(settings)) }),
    // Programs have the images in base64, and the SDK encodes them.
    ...(input.Assets && {
      Assets: input.Assets.map((asset) => ({
        ...asset,
        ...(asset.Bytes && { Bytes: Buffer.from(String(asset.Bytes), "base64") }),
      })),
    }),
  };
}

function parsed(settings: string) {
  try {
    return JSON.parse(settings) as Record<string, never>;
  } catch {
    throw new InputError("settings must be JSON.");
  }
}

const outputsOf = ({ Settings, UseCognitoProvidedValues }: ManagedLoginBrandingType) => ({
  settingsAll: JSON.stringify(Settings ?? {}),
  useCognitoProvidedValues: UseCognitoProvidedValues ?? false,
});
