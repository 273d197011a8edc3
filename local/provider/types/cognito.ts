import {
  CreateResourceServerCommand,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
  CreateUserPoolCommand,
  type CreateUserPoolCommandInput,
  CreateUserPoolDomainCommand,
  DeleteResourceServerCommand,
  DeleteUserPoolClientCommand,
  DeleteUserPoolCommand,
  DeleteUserPoolDomainCommand,
  type EmailConfigurationType,
  type EmailSendingAccountType,
  SetUserPoolMfaConfigCommand,
  UpdateResourceServerCommand,
  UpdateUserPoolClientCommand,
  UpdateUserPoolCommand,
  type UserPoolMfaType,
} from "@aws-sdk/client-cognito-identity-provider";
import { CreateEmailIdentityCommand } from "@aws-sdk/client-sesv2";
import { type CreateRequest, physicalName, required, type ResourceKinds } from "../kind.ts";
import { pascalCase } from "../pascalCase.ts";

/** User pools and their clients exist at the AWS endpoint, which signs users up and in. */
export const cognitoKinds: ResourceKinds = {
  "aws:cognito/userPool:UserPool": {
    autoname: "name",
    create: async (request) => {
      const { aws } = request.context;
      await verifySender(request);
      const { UserPool } = await aws.cognito.send(
        new CreateUserPoolCommand(userPoolInput(request)),
      );
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
    update: async (request) => {
      await verifySender(request);
      await request.context.aws.cognito.send(
        new UpdateUserPoolCommand({
          ...pascalCase(userPoolInput(request), fixedAtCreation),
          UserPoolId: request.id,
        }),
      );
      await requireMfa(request, request.id);
    },
    delete: ({ id, context }) =>
      context.aws.cognito.send(new DeleteUserPoolCommand({ UserPoolId: id })),
  },
  "aws:cognito/userPoolClient:UserPoolClient": {
    autoname: "name",
    create: async (request) => {
      const { UserPoolClient } = await request.context.aws.cognito.send(
        new CreateUserPoolClientCommand(clientInput(request)),
      );
      const { ClientId, ClientSecret } = UserPoolClient!;
      return { id: ClientId!, outputs: { clientSecret: ClientSecret ?? "" } };
    },
    update: async (request) => {
      const { GenerateSecret: _fixed, ...input } = clientInput(request);
      await request.context.aws.cognito.send(
        new UpdateUserPoolClientCommand({ ...input, ClientId: request.id }),
      );
    },
    delete: ({ id, outputs, context }) =>
      context.aws.cognito.send(
        new DeleteUserPoolClientCommand({
          UserPoolId: String(outputs["userPoolId"]),
          ClientId: id,
        }),
      ),
  },
  "aws:cognito/resourceServer:ResourceServer": {
    create: async (request) => {
      const input = resourceServerInput(request);
      await request.context.aws.cognito.send(new CreateResourceServerCommand(input));
      return {
        id: `${input.UserPoolId}|${input.Identifier}`,
        outputs: scopeIdentifiers(input),
      };
    },
    update: async (request) => {
      const input = resourceServerInput(request);
      await request.context.aws.cognito.send(new UpdateResourceServerCommand(input));
      return scopeIdentifiers(input);
    },
    delete: ({ outputs, context }) =>
      context.aws.cognito.send(
        new DeleteResourceServerCommand({
          UserPoolId: String(outputs["userPoolId"]),
          Identifier: String(outputs["identifier"]),
        }),
      ),
  },
  "aws:cognito/userPoolDomain:UserPoolDomain": {
    create: async (request) => {
      const domain = required(request, "domain");
      await request.context.aws.cognito.send(
        new CreateUserPoolDomainCommand({
          Domain: domain,
          UserPoolId: required(request, "userPoolId"),
        }),
      );
      return { id: domain, outputs: {} };
    },
    delete: ({ id, outputs, context }) =>
      context.aws.cognito.send(
        new DeleteUserPoolDomainCommand({ Domain: id, UserPoolId: String(outputs["userPoolId"]) }),
      ),
  },
};

/** Inputs whose names in Cognito's API differ in more than their first letter. */
const clientNames: Readonly<Record<string, string>> = {
  AllowedOauthFlows: "AllowedOAuthFlows",
  AllowedOauthFlowsUserPoolClient: "AllowedOAuthFlowsUserPoolClient",
  AllowedOauthScopes: "AllowedOAuthScopes",
  CallbackUrls: "CallbackURLs",
  DefaultRedirectUri: "DefaultRedirectURI",
  LogoutUrls: "LogoutURLs",
};

function clientInput(request: CreateRequest): CreateUserPoolClientCommandInput {
  const input = pascalCase({ ...request.inputs, clientName: physicalName(request) }, ["name"]);
  const named = Object.entries(input).map(([name, value]) => [clientNames[name] ?? name, value]);
  return Object.fromEntries(named) as CreateUserPoolClientCommandInput;
}

function resourceServerInput(request: CreateRequest) {
  const scopes = request.inputs["scopes"] as { scopeName: string; scopeDescription: string }[];
  return {
    UserPoolId: required(request, "userPoolId"),
    Identifier: required(request, "identifier"),
    Name: required(request, "name"),
    Scopes: scopes.map(({ scopeName, scopeDescription }) => ({
      ScopeName: scopeName,
      ScopeDescription: scopeDescription,
    })),
  };
}

const scopeIdentifiers = ({ Identifier, Scopes }: ReturnType<typeof resourceServerInput>) => ({
  scopeIdentifiers: Scopes.map(({ ScopeName }) => `${Identifier}/${ScopeName}`),
});

/** Properties that `UpdateUserPool` does not accept. */
const fixedAtCreation = [
  "PoolName",
  "Schema",
  "UsernameAttributes",
  "AliasAttributes",
  "UsernameConfiguration",
];

/** Inputs that have another name in Cognito's request. */
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

/** Verifies the sender's identity, which on AWS exists before the deployment. */
async function verifySender(request: CreateRequest): Promise<void> {
  const identity = emailConfiguration(request).SourceArn?.split(":identity/")[1];
  if (identity === undefined) return;
  await request.context.aws.ses.send(new CreateEmailIdentityCommand({ EmailIdentity: identity }));
}

/** Cognito has a separate operation for the MFA settings of a pool. */
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
