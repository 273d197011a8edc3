import {
  AddCustomAttributesCommand,
  type AddCustomAttributesCommandInput,
  AddCustomAttributesRequest$,
  CreateUserPoolCommand,
  type CreateUserPoolCommandInput,
  CreateUserPoolRequest$,
  DeleteUserPoolCommand,
  SetUserPoolMfaConfigCommand,
  type SetUserPoolMfaConfigCommandInput,
  SetUserPoolMfaConfigRequest$,
  UpdateUserPoolCommand,
  type UpdateUserPoolCommandInput,
  UpdateUserPoolRequest$,
} from "@aws-sdk/client-cognito-identity-provider";
import {
  CreateEmailIdentityCommand,
  GetEmailIdentityCommand,
  NotFoundException,
} from "@aws-sdk/client-sesv2";
import { isDeepStrictEqual } from "node:util";
import { apiInput, type Places } from "../../apiInput.ts";
import type { Properties } from "../../../graph/resource.ts";
import { RefusedError } from "../../errors.ts";
import {
  type CreateRequest,
  physicalName,
  type ResourceKind,
  type UpdateRequest,
} from "../../kind.ts";
import { missingUserPools } from "../missing.ts";

/** The calls and their order are those of the `aws` provider. */
export const userPool: ResourceKind = {
  autoname: "name",
  create: async (request) => {
    const { aws, region } = request.context;
    await verifySender(request);
    const { UserPool } = await aws.cognito.send(
      new CreateUserPoolCommand(
        apiInput<CreateUserPoolCommandInput>(
          CreateUserPoolRequest$,
          { ...request.inputs, name: physicalName(request) },
          { ...poolPlaces, mfaConfiguration: null },
        ),
      ),
    );
    const id = UserPool!.Id!;
    if (ofMfa.some((input) => request.inputs[input] !== undefined)) await setMfa(request, id);
    return {
      id,
      outputs: {
        name: UserPool!.Name,
        arn: UserPool!.Arn,
        endpoint: `cognito-idp.${region}.amazonaws.com/${id}`,
      },
    };
  },
  update: async (request) => {
    const { id, context, changed, inputs } = request;
    await verifySender(request);
    // MFA comes first: what it needs must exist from an earlier deployment.
    if (changed.some((input) => ofMfa.includes(input) || ofSms.includes(input))) {
      requireChannels(request);
      await setMfa(request, id);
    }
    await context.aws.cognito.send(
      new UpdateUserPoolCommand({
        ...apiInput<UpdateUserPoolCommandInput>(UpdateUserPoolRequest$, inputs, {
          ...poolPlaces,
          ...fixedAtCreation,
        }),
        UserPoolId: id,
      }),
    );
    await addAttributes(request);
  },
  delete: ({ id, context }) =>
    context.aws.cognito.send(new DeleteUserPoolCommand({ UserPoolId: id })),
  missing: missingUserPools,
};

const ofMfa = [
  "mfaConfiguration",
  "softwareTokenMfaConfiguration",
  "emailMfaConfiguration",
  "webAuthnConfiguration",
];
const ofSms = ["smsConfiguration", "smsAuthenticationMessage"];

const poolPlaces: Places = {
  name: "PoolName",
  passwordPolicy: "Policies.PasswordPolicy",
  signInPolicy: "Policies.SignInPolicy",
  schemas: "Schema",
  "emailConfiguration.fromEmailAddress": "From",
  tags: "UserPoolTags",
  "userAttributeUpdateSettings.attributesRequireVerificationBeforeUpdates":
    "AttributesRequireVerificationBeforeUpdate",
  // Only `SetUserPoolMfaConfig` has them.
  softwareTokenMfaConfiguration: null,
  emailMfaConfiguration: null,
  webAuthnConfiguration: null,
};

const fixedAtCreation: Places = {
  name: null,
  schemas: null,
  usernameAttributes: null,
  aliasAttributes: null,
  usernameConfiguration: null,
};

/** Verifies the sender's identity if no stack has made it: on AWS it exists before the deployment. */
async function verifySender({ inputs, context }: CreateRequest): Promise<void> {
  const { sourceArn } = (inputs["emailConfiguration"] ?? {}) as { sourceArn?: string };
  const identity = sourceArn?.split(":identity/")[1];
  if (identity === undefined) return;
  const { ses } = context.aws;
  try {
    await ses.send(new GetEmailIdentityCommand({ EmailIdentity: identity }));
  } catch (error) {
    if (!(error instanceof NotFoundException)) throw error;
    await ses.send(new CreateEmailIdentityCommand({ EmailIdentity: identity }));
  }
}

async function setMfa({ inputs, context }: CreateRequest, UserPoolId: string): Promise<void> {
  const MfaConfiguration = (inputs["mfaConfiguration"] ?? "OFF") as "OFF";
  // Text messages also verify addresses. Only with MFA are they a factor.
  const withSms = MfaConfiguration !== "OFF" && inputs["smsConfiguration"] !== undefined;
  const given = Object.entries(withLocalParty(inputs)).filter(
    ([input]) => ofMfa.includes(input) || (withSms && ofSms.includes(input)),
  );
  await context.aws.cognito.send(
    new SetUserPoolMfaConfigCommand({
      ...apiInput<SetUserPoolMfaConfigCommandInput>(
        SetUserPoolMfaConfigRequest$,
        Object.fromEntries(given),
        {
          smsConfiguration: "SmsMfaConfiguration.SmsConfiguration",
          smsAuthenticationMessage: "SmsMfaConfiguration.SmsAuthenticationMessage",
        },
      ),
      MfaConfiguration,
      UserPoolId,
    }),
  );
}

/** Browsers accept passkeys on this machine only for `localhost`. */
function withLocalParty(inputs: Properties): Properties {
  const webAuthn = inputs["webAuthnConfiguration"] as Properties | undefined;
  if (webAuthn?.["relyingPartyId"] === undefined) return inputs;
  return { ...inputs, webAuthnConfiguration: { ...webAuthn, relyingPartyId: "localhost" } };
}

/**
 * Email as a factor needs a sender and two ways to recover an account, which the same update would only bring later.
 * Source: hashicorp/terraform-provider-aws #41049.
 */
function requireChannels({ id, inputs, outputs }: UpdateRequest): void {
  if (inputs["emailMfaConfiguration"] === undefined) return;
  const { emailConfiguration, accountRecoverySetting } = outputs as {
    emailConfiguration?: { emailSendingAccount?: string };
    accountRecoverySetting?: { recoveryMechanisms?: unknown[] };
  };
  const sends = emailConfiguration?.emailSendingAccount === "DEVELOPER";
  if (sends && (accountRecoverySetting?.recoveryMechanisms?.length ?? 0) >= 2) return;
  throw new RefusedError(
    `InvalidParameterException: The user pool ${id} can't have email as a second factor yet: it has no SES identity, ` +
      "or only one way to recover accounts. Deploy these first, and the factor in a second update.",
  );
}

/** Attributes can be added; AWS has no call to change or remove them. */
async function addAttributes({ id, inputs, outputs, changed, context }: UpdateRequest) {
  if (!changed.includes("schemas")) return;
  const [before, after] = [outputs, inputs].map(
    ({ schemas }) => (schemas ?? []) as { name: string }[],
  ) as [{ name: string }[], { name: string }[]];
  const isIn = (list: object[]) => (each: object) =>
    list.some((other) => isDeepStrictEqual(other, each));
  if (!before.every(isIn(after))) {
    throw new RefusedError(
      `The user pool ${id} can't change or remove attributes of its schema. Restore them in "schemas"; add others.`,
    );
  }
  const CustomAttributes = after.filter((each) => !isIn(before)(each));
  await context.aws.cognito.send(
    new AddCustomAttributesCommand(
      apiInput<AddCustomAttributesCommandInput>(AddCustomAttributesRequest$, {
        userPoolId: id,
        customAttributes: CustomAttributes,
      }),
    ),
  );
}
