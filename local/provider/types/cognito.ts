import {
  CreateResourceServerCommand,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
  CreateUserPoolClientRequest$,
  CreateUserPoolCommand,
  type CreateUserPoolCommandInput,
  CreateUserPoolDomainCommand,
  CreateUserPoolDomainRequest$,
  CreateUserPoolRequest$,
  DeleteResourceServerCommand,
  DeleteUserPoolClientCommand,
  DeleteUserPoolCommand,
  DeleteUserPoolDomainCommand,
  SetUserPoolMfaConfigCommand,
  type SetUserPoolMfaConfigCommandInput,
  SetUserPoolMfaConfigRequest$,
  UpdateResourceServerCommand,
  UpdateUserPoolClientCommand,
  UpdateUserPoolCommand,
  type UpdateUserPoolCommandInput,
  UpdateUserPoolRequest$,
} from "@aws-sdk/client-cognito-identity-provider";
import { CreateEmailIdentityCommand } from "@aws-sdk/client-sesv2";
import { apiInput, type Places } from "../apiInput.ts";
import { type CreateRequest, physicalName, required, type ResourceKinds } from "../kind.ts";

/** User pools and their clients exist at the AWS endpoint, which signs users up and in. */
export const cognitoKinds: ResourceKinds = {
  "aws:cognito/userPool:UserPool": {
    autoname: "name",
    create: async (request) => {
      const { aws } = request.context;
      await verifySender(request);
      const { UserPool } = await aws.cognito.send(
        new CreateUserPoolCommand(
          apiInput<CreateUserPoolCommandInput>(
            CreateUserPoolRequest$,
            { ...request.inputs, name: physicalName(request) },
            poolPlaces,
          ),
        ),
      );
      const id = UserPool!.Id!;
      await configureMfa(request, id);
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
          ...apiInput<UpdateUserPoolCommandInput>(UpdateUserPoolRequest$, request.inputs, {
            ...poolPlaces,
            ...fixedAtCreation,
          }),
          UserPoolId: request.id,
        }),
      );
      await configureMfa(request, request.id);
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
        new CreateUserPoolDomainCommand(
          apiInput(CreateUserPoolDomainRequest$, request.inputs, {
            certificateArn: "CustomDomainConfig.CertificateArn",
          }),
        ),
      );
      return { id: domain, outputs: {} };
    },
    delete: ({ id, outputs, context }) =>
      context.aws.cognito.send(
        new DeleteUserPoolDomainCommand({ Domain: id, UserPoolId: String(outputs["userPoolId"]) }),
      ),
  },
};

function clientInput(request: CreateRequest): CreateUserPoolClientCommandInput {
  const inputs = { ...request.inputs, name: physicalName(request) };
  return apiInput(CreateUserPoolClientRequest$, inputs, { name: "ClientName" });
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

/** Inputs that `SetUserPoolMfaConfig` sets, an operation of its own. */
const ofMfa = [
  "mfaConfiguration",
  "softwareTokenMfaConfiguration",
  "emailMfaConfiguration",
  "webAuthnConfiguration",
];

const poolPlaces: Places = {
  name: "PoolName",
  passwordPolicy: "Policies.PasswordPolicy",
  signInPolicy: "Policies.SignInPolicy",
  schemas: "Schema",
  "emailConfiguration.fromEmailAddress": "From",
  tags: "UserPoolTags",
  "userAttributeUpdateSettings.attributesRequireVerificationBeforeUpdates":
    "AttributesRequireVerificationBeforeUpdate",
  ...Object.fromEntries(ofMfa.map((input) => [input, null])),
};

const fixedAtCreation: Places = {
  name: null,
  schemas: null,
  usernameAttributes: null,
  aliasAttributes: null,
  usernameConfiguration: null,
};

/** Verifies the sender's identity, which on AWS exists before the deployment. */
async function verifySender({ inputs, context }: CreateRequest): Promise<void> {
  const { sourceArn } = (inputs["emailConfiguration"] ?? {}) as { sourceArn?: string };
  const identity = sourceArn?.split(":identity/")[1];
  if (identity === undefined) return;
  await context.aws.ses.send(new CreateEmailIdentityCommand({ EmailIdentity: identity }));
}

async function configureMfa({ inputs, context }: CreateRequest, userPoolId: string): Promise<void> {
  const given = ofMfa.filter((input) => inputs[input] !== undefined);
  if (given.length === 0) return;
  await context.aws.cognito.send(
    new SetUserPoolMfaConfigCommand({
      ...apiInput<SetUserPoolMfaConfigCommandInput>(
        SetUserPoolMfaConfigRequest$,
        Object.fromEntries(given.map((input) => [input, inputs[input]])),
      ),
      UserPoolId: userPoolId,
    }),
  );
}
