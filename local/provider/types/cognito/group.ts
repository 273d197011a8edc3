import {
  CreateGroupCommand,
  CreateGroupRequest$,
  DeleteGroupCommand,
  UpdateGroupCommand,
  UpdateGroupRequest$,
} from "@aws-sdk/client-cognito-identity-provider";
import { apiInput } from "../../apiInput.ts";
import { physicalName, required, type ResourceKind } from "../../kind.ts";

export const userGroup: ResourceKind = {
  autoname: "name",
  create: async (request) => {
    const { context, inputs } = request;
    const name = physicalName(request);
    await context.aws.cognito.send(
      new CreateGroupCommand(apiInput(CreateGroupRequest$, { ...inputs, name }, places)),
    );
    return { id: `${required(request, "userPoolId")}/${name}`, outputs: { name } };
  },
  update: ({ inputs, context }) =>
    context.aws.cognito
      .send(new UpdateGroupCommand(apiInput(UpdateGroupRequest$, inputs, places)))
      .then(() => undefined),
  delete: ({ outputs, context }) =>
    context.aws.cognito.send(
      new DeleteGroupCommand({
        UserPoolId: String(outputs["userPoolId"]),
        GroupName: String(outputs["name"]),
      }),
    ),
};

const places = { name: "GroupName" };
