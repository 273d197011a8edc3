import {
  AdminAddUserToGroupCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  CreateGroupCommand,
  DeleteUserCommand,
  GetUserCommand,
  InitiateAuthCommand,
  ListUsersCommand,
  ListUsersInGroupCommand,
  UpdateGroupCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import assert from "node:assert/strict";
import { miniStack } from "../../cognito/testing/miniStack.ts";
import { UserPool, password } from "./testing/userPool.ts";

/** Source: API Reference, "ListUsers" (Filter). */
const filters: Record<string, string[]> = {
  'email = "ann@example.com"': ["ann"],
  '"email" = "ANN@example.com"': ["ann"],
  'email ^= "an"': ["ann", "Anton"],
  'username = "anton"': [],
  'username ^= "An"': ["Anton"],
  'cognito:user_status = "confirmed"': ["ann", "Anton", "bob"],
  'status = "Disabled"': ["bob"],
  'status = "disabled"': [],
  'name = "O\\"Neil"': ["bob"],
  "": ["ann", "Anton", "bob"],
};
const unreadable = [
  'email != "a"',
  "email",
  'email = "a" OR',
  "email = 'a'",
  'custom:tenant = "a"',
];

describe("the directory of a user pool", () => {
  const stack = miniStack();
  let pool: UserPool;

  before(async () => {
    pool = await UserPool.create(stack.aws, {}, { ReadAttributes: ["email"] });
    await pool.addUser("ann", { email: "ann@example.com" });
    await pool.addUser("Anton", { email: "anton@example.com" });
    await pool.addUser("bob", { name: 'O"Neil' });
    await stack.aws.cognito.send(
      new AdminDisableUserCommand({ UserPoolId: pool.userPoolId, Username: "bob" }),
    );
  });

  const list = async (Filter: string, AttributesToGet?: string[]) => {
    const { Users } = await stack.aws.cognito.send(
      new ListUsersCommand({ UserPoolId: pool.userPoolId, Filter, AttributesToGet }),
    );
    return Users!;
  };

  for (const [filter, names] of Object.entries(filters)) {
    it(`finds ${names.join() || "nobody"} by ${filter || "no filter"}`, async () => {
      assert.deepEqual(
        (await list(filter)).map(({ Username }) => Username),
        names,
      );
    });
  }

  for (const filter of unreadable) {
    it(`refuses the filter ${filter}`, () =>
      assert.rejects(list(filter), { name: "InvalidParameterException" }));
  }

  it("lists the wanted attributes", async () => {
    const [ann] = await list('username = "ann"', ["email"]);

    assert.deepEqual(ann!.Attributes, [{ Name: "email", Value: "ann@example.com" }]);
  });

  it("puts only the attributes that the client may read into the ID token", async () => {
    await pool.addUser("cy", { email: "cy@example.com", nickname: "C" });

    const { AuthenticationResult } = await stack.aws.cognito.send(
      new InitiateAuthCommand({
        ClientId: pool.clientId,
        AuthFlow: "USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME: "cy", PASSWORD: password },
      }),
    );

    const payload = AuthenticationResult!.IdToken!.split(".")[1]!;
    const claims = JSON.parse(Buffer.from(payload, "base64url").toString()) as object;
    assert.ok("email" in claims && "sub" in claims && !("nickname" in claims));
    assert.ok(!("email_verified" in claims));
  });

  for (const by of ["the user", "an administrator"]) {
    it(`gives a new user nothing of one of the same name whom ${by} deleted`, async () => {
      const user = { UserPoolId: pool.userPoolId, Username: `dee-${by}`.replace(" ", "") };
      const GroupName = `admins-${by}`.replace(" ", "");
      const group = { UserPoolId: pool.userPoolId, GroupName };
      await stack.aws.cognito.send(new CreateGroupCommand(group));
      await pool.addUser(user.Username);
      await stack.aws.cognito.send(new AdminAddUserToGroupCommand({ ...user, GroupName }));
      const AccessToken = await pool.signIn(user.Username);

      await (by === "the user"
        ? stack.aws.cognito.send(new DeleteUserCommand({ AccessToken }))
        : stack.aws.cognito.send(new AdminDeleteUserCommand(user)));
      await pool.addUser(user.Username);

      await assert.rejects(stack.aws.cognito.send(new GetUserCommand({ AccessToken })), {
        name: "UserNotFoundException",
      });
      const { Users } = await stack.aws.cognito.send(new ListUsersInGroupCommand(group));
      assert.deepEqual(Users, []);
    });
  }

  it("changes a group", async () => {
    const group = { UserPoolId: pool.userPoolId, GroupName: "readers" };
    await stack.aws.cognito.send(new CreateGroupCommand({ ...group, Precedence: 1 }));

    const { Group } = await stack.aws.cognito.send(
      new UpdateGroupCommand({ ...group, Description: "They read." }),
    );

    assert.deepEqual([Group!.Description, Group!.Precedence], ["They read.", 1]);
  });
});
