import {
  CreateUserPoolCommand,
  type CreateUserPoolCommandInput,
  CreateUserPoolRequest$,
  DeleteUserPoolCommand,
  SetUserPoolMfaConfigCommand,
  type SetUserPoolMfaConfigCommandInput,
  type SmsConfigurationType,
  UpdateUserPoolCommand,
  type UpdateUserPoolCommandInput,
  UpdateUserPoolRequest$,
  type UserPoolMfaType,
  type UserVerificationType,
} from "@aws-sdk/client-cognito-identity-provider";
import { CreateEmailIdentityCommand } from "@aws-sdk/client-sesv2";
import type { Properties } from "../../graph/resource.ts";
import { apiInput, type Places } from "../apiInput.ts";
import { RefusedError } from "../errors.ts";
import {
  type CreateRequest,
  InputError,
  type ProviderContext,
  required,
  type ResourceKind,
  type ResourceKinds,
} from "../kind.ts";
import type { CloudFormationType, State } from "./cloudFormationType.ts";
import { userPoolDomain } from "./cognito/replicatedDomain.ts";

/** A user pool. */
const userPool: CloudFormationType = {
  create: async (state, context) => {
    await verifySender(state, context);
    const { UserPool } = await context.aws.cognito.send(
      new CreateUserPoolCommand(
        apiInput<CreateUserPoolCommandInput>(CreateUserPoolRequest$, state, poolPlaces),
      ),
    );
    const id = UserPool!.Id!;
    await setUp(id, state, context);
    return { id, properties: { UserPoolId: id, Arn: UserPool!.Arn } };
  },
  update: async (id, state, context) => {
    await verifySender(state, context);
    const input = apiInput<UpdateUserPoolCommandInput>(UpdateUserPoolRequest$, state, {
      ...poolPlaces,
      ...fixedAtCreation,
    });
    await context.aws.cognito.send(new UpdateUserPoolCommand({ ...input, UserPoolId: id }));
    await setUp(id, state, context);
  },
  delete: async (id, state, context) => {
    if (state["DeletionProtection"] === "ACTIVE") {
      throw new RefusedError(
        `The user pool ${id} can't be deleted while DeletionProtection is "ACTIVE". Turn the ` +
          "protection off and deploy, then delete the resource.",
      );
    }
    await context.aws.cognito.send(new DeleteUserPoolCommand({ UserPoolId: id }));
  },
  restore: async (id, state, context) => keepKeys(id, state, context),
};

/** CloudFormation's properties that have another place in Cognito's API. */
const poolPlaces: Places = {
  UserPoolName: "PoolName",
  // Set by an operation of their own.
  EmailAuthenticationMessage: null,
  EmailAuthenticationSubject: null,
  EnabledMfas: null,
  MfaConfiguration: null,
  WebAuthnFactorConfiguration: null,
  WebAuthnRelyingPartyID: null,
  WebAuthnUserVerification: null,
  // MiniStack has no keys and issuers of its pools to choose from.
  IssuerConfiguration: null,
  KeyConfiguration: null,
};

const fixedAtCreation: Places = {
  AliasAttributes: null,
  Schema: null,
  UsernameAttributes: null,
  UsernameConfiguration: null,
  UserPoolName: null,
};

async function verifySender({ EmailConfiguration }: State, { aws }: ProviderContext) {
  const arn = (EmailConfiguration as { SourceArn?: string } | undefined)?.SourceArn;
  const identity = arn?.split(":identity/")[1];
  if (identity) await aws.ses.send(new CreateEmailIdentityCommand({ EmailIdentity: identity }));
}

function keepKeys(id: string, state: State, { aws }: Pick<ProviderContext, "aws">): void {
  const { IssuerConfiguration: issuer } = state;
  if ((issuer as { Type?: string } | undefined)?.Type === "UPDATED") aws.identity?.keepKeys(id);
}

async function setUp(id: string, state: State, { aws }: ProviderContext): Promise<void> {
  keepKeys(id, state, { aws });
  if (state["MfaConfiguration"] === undefined && state["WebAuthnRelyingPartyID"] === undefined)
    return;
  await aws.cognito.send(new SetUserPoolMfaConfigCommand({ UserPoolId: id, ...mfaOf(state) }));
}

/** MFA and passkeys, which CloudFormation has among the other properties. */
function mfaOf(state: State): Omit<SetUserPoolMfaConfigCommandInput, "UserPoolId"> {
  const mode = (state["MfaConfiguration"] ?? "OFF") as UserPoolMfaType;
  const enabled = mode === "OFF" ? [] : ((state["EnabledMfas"] ?? []) as string[]);
  const text = (property: string) => state[property] as string | undefined;
  return {
    MfaConfiguration: mode,
    ...(enabled.includes("SOFTWARE_TOKEN_MFA") && {
      SoftwareTokenMfaConfiguration: { Enabled: true },
    }),
    ...(enabled.includes("SMS_MFA") && {
      SmsMfaConfiguration: {
        SmsAuthenticationMessage: text("SmsAuthenticationMessage"),
        SmsConfiguration: state["SmsConfiguration"] as SmsConfigurationType | undefined,
      },
    }),
    ...(enabled.includes("EMAIL_OTP") && {
      EmailMfaConfiguration: {
        Message: text("EmailAuthenticationMessage"),
        Subject: text("EmailAuthenticationSubject"),
      },
    }),
    ...(text("WebAuthnRelyingPartyID") !== undefined && {
      WebAuthnConfiguration: {
        // Browsers accept passkeys on this machine only for it.
        RelyingPartyId: "localhost",
        UserVerification: text("WebAuthnUserVerification") as UserVerificationType | undefined,
      },
    }),
  };
}

/** Its data stay in the home region; the attachment in its own region serves it. */
const replica: CloudFormationType = {
  create: async ({ UserPoolId, RegionName }, { region }) => {
    if (RegionName === region) {
      throw new InputError(
        `RegionName is ${region}, the region of the user pool. Use another one.`,
      );
    }
    return { id: `${String(UserPoolId)}|${String(RegionName)}`, properties: {} };
  },
};

const attachment: CloudFormationType = {
  create: async (state, context) => {
    await attach(String(state["UserPoolId"]), state, context);
    return { id: String(state["UserPoolId"]), properties: {} };
  },
  update: attach,
  delete: async (id, _state, { aws }) => aws.identity?.setReplica(id, undefined),
  restore: attach,
};

async function attach(id: string, state: State, context: ProviderContext): Promise<void> {
  await verifySender(state, context);
  const { Status, LambdaConfig = {} } = state;
  context.aws.identity?.setReplica(id, {
    status: Status === "ACTIVE" ? "ACTIVE" : "INACTIVE",
    triggers: LambdaConfig as object,
  });
}

const types: Readonly<Record<string, CloudFormationType>> = {
  "AWS::Cognito::UserPool": userPool,
  "AWS::Cognito::UserPoolDomain": userPoolDomain,
  "AWS::Cognito::UserPoolReplica": replica,
  "AWS::Cognito::UserPoolRegionalConfigurationAttachment": attachment,
};

const resource: ResourceKind = {
  create: async (request) => {
    const state = stateOf(request.inputs);
    const { id, properties } = await typeOf(request).create(state, request.context);
    return { id, outputs: { properties: JSON.stringify({ ...state, ...properties }) } };
  },
  update: async (request) => {
    await typeOf(request).update?.(request.id, stateOf(request.inputs), request.context);
  },
  delete: async ({ id, outputs, context }) =>
    typeOf({ inputs: outputs }).delete?.(id, stateOf(outputs), context),
  restore: async (request) =>
    typeOf(request).restore?.(request.id, stateOf(request.inputs), request.context),
};

/** Resources of Cloud Control, by their CloudFormation type. */
export const cloudControlKinds: ResourceKinds = {
  "aws:cloudcontrol/resource:Resource": resource,
};

function typeOf(request: Pick<CreateRequest, "inputs">): CloudFormationType {
  const name = required(request, "typeName");
  const type = Object.hasOwn(types, name) ? types[name] : undefined;
  if (type) return type;
  throw new InputError(`typeName is ${name}; on one machine: ${Object.keys(types).join(", ")}.`);
}

function stateOf(inputs: Properties): State {
  try {
    return JSON.parse(required({ inputs }, "desiredState")) as State;
  } catch (error) {
    throw error instanceof InputError ? error : new InputError("desiredState must be JSON.");
  }
}
