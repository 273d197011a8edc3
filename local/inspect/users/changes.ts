import {
  AdminAddUserToGroupCommand,
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminSetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import type { AwsEndpoint } from "../../aws/endpoint.ts";
import { unknownName } from "../../control/index.ts";
import { fromAws } from "../awsErrors.ts";
import type { Body } from "../bodies.ts";

interface UserAt {
  readonly UserPoolId: string;
  readonly Username: string;
}

type Send = AwsEndpoint["cognito"];

/** What can be done with a user, with the members of the body that it needs. */
const actions: Readonly<
  Record<string, (cognito: Send, user: UserAt, body: Body) => Promise<unknown>>
> = {
  confirm: (cognito, user) => cognito.send(new AdminConfirmSignUpCommand(user)),
  password: (cognito, user, body) =>
    cognito.send(
      new AdminSetUserPasswordCommand({
        ...user,
        Password: body.text("password"),
        Permanent: true,
      }),
    ),
  join: (cognito, user, body) =>
    cognito.send(new AdminAddUserToGroupCommand({ ...user, GroupName: body.text("group") })),
  leave: (cognito, user, body) =>
    cognito.send(new AdminRemoveUserFromGroupCommand({ ...user, GroupName: body.text("group") })),
  disable: (cognito, user) => cognito.send(new AdminDisableUserCommand(user)),
  enable: (cognito, user) => cognito.send(new AdminEnableUserCommand(user)),
  "sign-out": (cognito, user) => cognito.send(new AdminUserGlobalSignOutCommand(user)),
};

/** @throws ControlError 404 for an unknown action or user, 400 for what Cognito refuses */
export async function changeUser(
  aws: AwsEndpoint,
  user: UserAt,
  action: string,
  body: Body,
): Promise<void> {
  const change = Object.hasOwn(actions, action) ? actions[action] : undefined;
  if (!change) throw unknownName("action", action, Object.keys(actions));
  await fromAws(change(aws.cognito, user, body));
}

/**
 * Creates a user. With a password, it is confirmed and gets no mail; without one, it is invited.
 *
 * @throws ControlError 409 if there is one
 */
export async function createUser(aws: AwsEndpoint, user: UserAt, body: Body): Promise<void> {
  const password = body.optionalText("password");
  const attributes = Object.entries(body.texts("attributes"));
  await fromAws(
    aws.cognito.send(
      new AdminCreateUserCommand({
        ...user,
        UserAttributes: attributes.map(([Name, Value]) => ({ Name, Value })),
        ...(password !== undefined && { MessageAction: "SUPPRESS" }),
      }),
    ),
  );
  if (password === undefined) return;
  const set = new AdminSetUserPasswordCommand({ ...user, Password: password, Permanent: true });
  // A user whose password is refused would otherwise be left without one.
  await fromAws(aws.cognito.send(set)).catch(async (error: unknown) => {
    await deleteUser(aws, user);
    throw error;
  });
}

export async function deleteUser(aws: AwsEndpoint, user: UserAt): Promise<void> {
  await fromAws(aws.cognito.send(new AdminDeleteUserCommand(user)));
}
