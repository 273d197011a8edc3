import {
  AdminCreateUserCommand,
  InitiateAuthCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import assert from "node:assert/strict";
import { password } from "../../local/aws/guard/userpools/testing/userPool.ts";
import { readMessages } from "../../local/aws/messages.ts";
import { createUser } from "../../project/users/changeUser.ts";
import { readUser, testUsers } from "./testing/testUsers.ts";

describe("npm run users", function () {
  this.timeout(60_000);
  const test = testUsers();
  const { out, refused } = test;
  const read = (name: string) => readUser(test.pool, name);
  const mailsTo = async (address: string) =>
    (await readMessages(test.aws)).filter(({ to }) => to.includes(address));

  it("creates a user with an invitation, and prints no password", async () => {
    const printed = await out(
      "create",
      "ann@example.com",
      "--attribute",
      "name=Ann",
      "--group",
      "staff",
    );
    const user = await read("ann@example.com");

    assert.match(printed, /^ann@example\.com \([0-9a-f-]{36}\): created and invited\n$/);
    assert.equal(user.UserStatus, "FORCE_CHANGE_PASSWORD");
    assert.match(
      await out("show", "ann@example.com"),
      /\ngroups +staff\n[^]*email_verified +true\n[^]*name +Ann\n/,
    );
  });

  it("creates a user without a message, who has a password that nobody knows", async () => {
    await out("create", "ben@example.com", "--no-message");

    assert.equal((await read("ben@example.com")).UserStatus, "CONFIRMED");
  });

  it("refuses a name, an attribute and a group that the pool does not have", async () => {
    assert.match(await refused("create", "ann"), /sign in with an email address, not with "ann"/);
    assert.match(
      await refused("create", "cat@example.com", "--attribute", "colour=red"),
      /no attribute "colour"\. It has .*custom:tenant/,
    );
    assert.match(
      await refused("create", "cat@example.com", "--group", "none"),
      /no group "none"\. It has admins, staff/,
    );
    await assert.rejects(read("cat@example.com"), { name: "UserNotFoundException" });
  });

  it("finds a user by address, sub and user name, and nobody by a filter in a name", async () => {
    const { Username } = await read("ann@example.com");

    assert.equal(await out("show", Username!), await out("show", "ann@example.com"));
    assert.match(await refused("show", 'a" or email ^= "ann@'), /no user "a\\?" or email/);
    assert.match(
      await refused("show", "nobody@example.com"),
      /no user "nobody@example.com" in local/,
    );
  });

  it("disables, enables and signs out a user", async () => {
    await test.pool.addUser("dan@example.com", {
      email: "dan@example.com",
      email_verified: "true",
    });
    const signIn = async () => {
      const { AuthenticationResult } = await test.aws.cognito.send(
        new InitiateAuthCommand({
          ClientId: test.pool.clientId,
          AuthFlow: "USER_PASSWORD_AUTH",
          AuthParameters: { USERNAME: "dan@example.com", PASSWORD: password },
        }),
      );
      return AuthenticationResult!.RefreshToken!;
    };
    const refresh = (REFRESH_TOKEN: string) =>
      test.aws.cognito.send(
        new InitiateAuthCommand({
          ClientId: test.pool.clientId,
          AuthFlow: "REFRESH_TOKEN_AUTH",
          AuthParameters: { REFRESH_TOKEN },
        }),
      );
    const before = await signIn();

    await out("disable", "dan@example.com");
    await assert.rejects(signIn(), { name: "NotAuthorizedException" });
    assert.match(await out("list", "--filter", "email=dan*"), /CONFIRMED, disabled/);
    await out("enable", "dan@example.com");
    await assert.rejects(refresh(before), { name: "NotAuthorizedException" });
    const again = await signIn();
    await refresh(again);
    const sub = (await read("dan@example.com")).Username;
    const signOut = async () => {
      await out("sign-out", "dan@example.com");
      return test.revoked.map(([subject]) => subject);
    };
    assert.deepEqual(await signOut(), [sub, sub]);
    await assert.rejects(refresh(again), { name: "NotAuthorizedException" });
  });

  it("ends the sessions until now by Cognito's clock, whatever this machine's says", async () => {
    await test.pool.addUser("fay@example.com", { email: "fay@example.com" });
    const { now } = Date;
    // AWS accepts signatures that are five minutes off.
    const offMs = 4 * 60_000;
    const endedAt = async (shownBy: number) => {
      Date.now = () => now() + shownBy;
      try {
        await out("sign-out", "fay@example.com");
      } finally {
        Date.now = now;
      }
      return test.revoked.at(-1)![1];
    };

    for (const shownBy of [-offMs, offMs]) {
      assert.ok(Math.abs((await endedAt(shownBy)) - now()) < offMs / 2);
    }
  });

  it("sends a code for a new password, or the invitation again", async () => {
    const invitations = (await mailsTo("ann@example.com")).length;

    assert.match(await out("reset-password", "dan@example.com"), /a code for a new one was sent/);
    assert.match(await out("reset-password", "ann@example.com"), /a new invitation was sent/);
    assert.equal((await read("dan@example.com")).UserStatus, "RESET_REQUIRED");
    assert.equal((await mailsTo("ann@example.com")).length, invitations + 1);
  });

  it("lists more users than Cognito does at once, up to a limit", async () => {
    for (let number = 0; number < 130; number++) {
      await test.aws.cognito.send(
        new AdminCreateUserCommand({
          UserPoolId: test.pool.userPoolId,
          Username: `many${number}@example.com`,
          UserAttributes: [{ Name: "email", Value: `many${number}@example.com` }],
          MessageAction: "SUPPRESS",
        }),
      );
    }
    const all = (await out("list", "--filter", "email=many*", "--all", "--json"))
      .trim()
      .split("\n");
    const some = await test.users("list", "--limit", "70");

    assert.equal(new Set(all.map((line) => JSON.parse(line).username)).size, 130);
    assert.equal(some.stdout.trim().split("\n").length, 71);
    assert.match(
      some.stderr,
      /^These are the first 70\. For more: --limit <number>, or --all\.\n$/,
    );
  });

  it("lists a group, and says that nobody is there", async () => {
    assert.match(await out("list", "--group", "staff"), /^user .*\nann@example\.com .*\n$/);
    assert.equal(await out("list", "--group", "admins"), "No users.\n");
    assert.match(
      await refused("list", "--group", "admin"),
      /no group "admin"\. It has admins, staff/,
    );
    assert.match(
      await refused("list", "--filter", "colour=red"),
      /can search these only: username, email/,
    );
    assert.match(
      await refused("list", "--filter", "email=a*", "--group", "staff"),
      /can't combine --filter and --group/,
    );
  });

  it("prints no control characters that a user chose", async () => {
    await test.pool.addUser("eve@example.com", {
      email: "eve@example.com",
      name: "\u001B[2J\u009B1m\u202Eeve",
    });
    const hostile = /[\u001B\u009B\u202E]/;

    assert.doesNotMatch(await out("show", "eve@example.com"), hostile);
    const json = await out("show", "eve@example.com", "--json");
    assert.doesNotMatch(json, hostile);
    assert.equal(JSON.parse(json).attributes.name, "\u001B[2J\u009B1m\u202Eeve");
  });

  it("creates a user whole or not at all", async () => {
    const longest = `${"g".repeat(129)}`;
    const directory = {
      cognito: test.aws.cognito,
      userPoolId: test.pool.userPoolId,
      environment: "dev",
      close: () => {},
    };

    await assert.rejects(
      createUser(directory, {
        username: "gus@example.com",
        attributes: { email: "gus@example.com" },
        groups: ["staff", longest],
        invites: false,
      }),
    );
    await assert.rejects(read("gus@example.com"), { name: "UserNotFoundException" });
  });
});
