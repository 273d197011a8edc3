import {
  CreateResourceServerCommand,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
  CreateUserPoolCommand,
  type CreateUserPoolCommandInput,
  CreateUserPoolDomainCommand,
  type EmailConfigurationType,
  type EmailSendingAccountType,
  SetUserPoolMfaConfigCommand,
  type UserPoolMfaType,
} from "@aws-sdk/client-cognito-identity-provider";
import { CreateEmailIdentityCommand } from "@aws-sdk/client-sesv2";
import { type CreateRequest, physicalName, required, type ResourceKinds } from "../kind.ts";
import { pascalCase } from "../pascalCase.ts";

/** User pools and their clients exist for real: sign-up, codes, tokens and triggers are theirs. */
export const cognitoKinds: ResourceKinds = {
  "aws:cognito/userPool:UserPool": async (request) => {
    const { aws } = request.context;
    await verifySender(request);
    const { UserPool } = await aws.cognito.send(new CreateUserPoolCommand(userPoolInput(request)));
    const id = UserPool!.Id!;
    await requireMfa(request, id);
    return {
      id,
      outputs: {
        name: UserPool!.Name,
        arn: UserPool!.Arn,
        endpoint: `cognito-idp.${request.context.region}.amazonaws.com/${id}`,
      },
    };
  },
  "aws:cognito/userPoolClient:UserPoolClient": async (request) => {
    const input = pascalCase({ ...request.inputs, clientName: physicalName(request) }, ["name"]);
    const { UserPoolClient } = await request.context.aws.cognito.send(
      new CreateUserPoolClientCommand(input as unknown as CreateUserPoolClientCommandInput),
    );
    const { ClientId, ClientSecret } = UserPoolClient!;
    return { id: ClientId!, outputs: { clientSecret: ClientSecret ?? "" } };
  },
  "aws:cognito/resourceServer:ResourceServer": async (request) => {
    const identifier = required(request, "identifier");
    const scopes = request.inputs["scopes"] as { scopeName: string; scopeDescription: string }[];
    await request.context.aws.cognito.send(
      new CreateResourceServerCommand({
        UserPoolId: required(request, "userPoolId"),
        Identifier: identifier,
        Name: required(request, "name"),
        Scopes: scopes.map(({ scopeName, scopeDescription }) => ({
          ScopeName: scopeName,
          ScopeDescription: scopeDescription,
        })),
      }),
    );
    return {
      id: `${required(request, "userPoolId")}|${identifier}`,
      outputs: { scopeIdentifiers: scopes.map(({ scopeName }) => `${identifier}/${scopeName}`) },
    };
  },
  "aws:cognito/userPoolDomain:UserPoolDomain": async (request) => {
    const domain = required(request, "domain");
    await request.context.aws.cognito.send(
      new CreateUserPoolDomainCommand({
        Domain: domain,
        UserPoolId: required(request, "userPoolId"),
      }),
    );
    return { id: domain, outputs: {} };
  },
};

/** Inputs whose place in Cognito's own request is not their own name. */
const movedInputs = [
  "name",
  "passwordPolicy",
  "schemas",
  "accountRecoverySetting",
  "softwareTokenMfaConfiguration",
  "mfaConfiguration",
  "emailConfiguration",
];

function userPoolInput(request: CreateRequest): CreateUserPoolCommandInput {
  const { inputs } = request;
  return {
    ...pascalCase(inputs, movedInputs),
    PoolName: physicalName(request),
    Policies: { PasswordPolicy: pascalCase((inputs["passwordPolicy"] ?? {}) as object) },
    Schema: ((inputs["schemas"] ?? []) as object[]).map((schema) => pascalCase(schema)),
    EmailConfiguration: emailConfiguration(request),
    AccountRecoverySetting: pascalCase((inputs["accountRecoverySetting"] ?? {}) as object),
  };
}

interface EmailInputs {
  emailSendingAccount?: EmailSendingAccountType;
  sourceArn?: string;
  fromEmailAddress?: string;
}

function emailConfiguration(request: CreateRequest): EmailConfigurationType {
  const email = (request.inputs["emailConfiguration"] ?? {}) as EmailInputs;
  return {
    EmailSendingAccount: email.emailSendingAccount,
    SourceArn: email.sourceArn,
    From: email.fromEmailAddress,
  };
}

/** On AWS somebody has verified the sender's identity before; here it is as if. */
async function verifySender(request: CreateRequest): Promise<void> {
  const identity = emailConfiguration(request).SourceArn?.split(":identity/")[1];
  if (identity === undefined) return;
  await request.context.aws.ses.send(new CreateEmailIdentityCommand({ EmailIdentity: identity }));
}

/** Cognito takes the kinds of codes apart from the pool. */
async function requireMfa({ inputs, context }: CreateRequest, userPoolId: string): Promise<void> {
  const mfa = inputs["mfaConfiguration"] as UserPoolMfaType | undefined;
  if (mfa === undefined || mfa === "OFF") return;
  const { enabled } = (inputs["softwareTokenMfaConfiguration"] ?? {}) as { enabled?: boolean };
  await context.aws.cognito.send(
    new SetUserPoolMfaConfigCommand({
      UserPoolId: userPoolId,
      MfaConfiguration: mfa,
      SoftwareTokenMfaConfiguration: { Enabled: enabled },
    }),
  );
}
