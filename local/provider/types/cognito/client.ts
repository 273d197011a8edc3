import {
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
  CreateUserPoolClientRequest$,
  DeleteUserPoolClientCommand,
  UpdateUserPoolClientCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { apiInput } from "../../apiInput.ts";
import { type CreateRequest, physicalName, type ResourceKind } from "../../kind.ts";

export const userPoolClient: ResourceKind = {
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
      new DeleteUserPoolClientCommand({ UserPoolId: String(outputs["userPoolId"]), ClientId: id }),
    ),
};

function clientInput(request: CreateRequest): CreateUserPoolClientCommandInput {
  const inputs = { ...request.inputs, name: physicalName(request) };
  return apiInput(CreateUserPoolClientRequest$, inputs, { name: "ClientName" });
}
