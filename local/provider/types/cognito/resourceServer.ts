import {
  CreateResourceServerCommand,
  DeleteResourceServerCommand,
  UpdateResourceServerCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { type CreateRequest, physicalName, required, type ResourceKind } from "../../kind.ts";

export const resourceServer: ResourceKind = {
  autoname: "name",
  create: async (request) => {
    const input = resourceServerInput(request);
    await request.context.aws.cognito.send(new CreateResourceServerCommand(input));
    return { id: `${input.UserPoolId}|${input.Identifier}`, outputs: scopeIdentifiers(input) };
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
};

function resourceServerInput(request: CreateRequest) {
  const scopes = (request.inputs["scopes"] ?? []) as {
    scopeName: string;
    scopeDescription: string;
  }[];
  return {
    UserPoolId: required(request, "userPoolId"),
    Identifier: required(request, "identifier"),
    Name: physicalName(request),
    Scopes: scopes.map(({ scopeName, scopeDescription }) => ({
      ScopeName: scopeName,
      ScopeDescription: scopeDescription,
    })),
  };
}

const scopeIdentifiers = ({ Identifier, Scopes }: ReturnType<typeof resourceServerInput>) => ({
  scopeIdentifiers: Scopes.map(({ ScopeName }) => `${Identifier}/${ScopeName}`),
});
