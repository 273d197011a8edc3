import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  CreateGroupCommand,
  InitiateAuthCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { password, UserPool } from "../../local/aws/guard/userpools/testing/userPool.ts";
import { miniStack } from "../../local/aws/cognito/testing/miniStack.ts";
import { readMessages } from "../../local/aws/messages.ts";
import { runCommand } from "../../project/testing/runCommand.ts";
import { run } from "./index.ts";

describe("npm run users", function () {
  this.timeout(60_000);
  const stack = miniStack();
  let folder: string;
  let pool: UserPool;
  let other: UserPool;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "palisade-users-"));
    const create = () =>
      UserPool.create(
        stack.aws,
        {
          UsernameAttributes: ["email"],
          AutoVerifiedAttributes: ["email"],
          Schema: [{ Name: "tenant", AttributeDataType: "String", Mutable: true }],
        },
        { ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"] },
      );
    pool = await create();
    other = await create();
    for (const { userPoolId } of [pool, other]) {
      for (const GroupName of ["staff", "admins"]) {
        await stack.aws.cognito.send(new CreateGroupCommand({ UserPoolId: userPoolId, GroupName }));
      }
    }
  });
  after(() => rm(folder, { recursive: true }));

  /** The environment `other` has another pool than all the others. */
  const users = (...args: string[]) =>
    runCommand(
      (argv, io) =>
        run(argv, io, async (_, environment) => {
          const { config } = stack.aws.cognito;
          const cognito = new CognitoIdentityProviderClient({
            endpoint: stack.aws.url,
            region: await config.region(),
            credentials: await config.credentials(),
            maxAttempts: 1,
          });
          const { userPoolId } = environment === "other" ? other : pool;
          return { cognito, userPoolId, environment };
        }),
      args,
      folder,
    );

  const out = async (...args: string[]) => {
    const { code, stdout, stderr } = await users(...args);
    assert.deepEqual([code, stderr], [0, ""], stdout);
    return stdout;
  };

  const refused = async (...args: string[]) => {
    const { code, stdout, stderr } = await users(...args);
    assert.deepEqual([code, stdout], [1, ""]);
    return stderr;
  };

  const read = (name: string, { userPoolId } = pool) =>
    stack.aws.cognito.send(new AdminGetUserCommand({ UserPoolId: userPoolId, Username: name }));

  const mailsTo = async (address: string) =>
    (await readMessages(stack.aws)).filter(({ to }) => to.includes(address));

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
    await pool.addUser("dan@example.com", { email: "dan@example.com", email_verified: "true" });
    const signIn = async () => {
      const { AuthenticationResult } = await stack.aws.cognito.send(
        new InitiateAuthCommand({
          ClientId: pool.clientId,
          AuthFlow: "USER_PASSWORD_AUTH",
          AuthParameters: { USERNAME: "dan@example.com", PASSWORD: password },
        }),
      );
      return AuthenticationResult!.RefreshToken!;
    };
    const refresh = (REFRESH_TOKEN: string) =>
      stack.aws.cognito.send(
        new InitiateAuthCommand({
          ClientId: pool.clientId,
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
    await out("sign-out", "dan@example.com");
    await assert.rejects(refresh(again), { name: "NotAuthorizedException" });
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
      await stack.aws.cognito.send(
        new AdminCreateUserCommand({
          UserPoolId: pool.userPoolId,
          Username: `many${number}@example.com`,
          UserAttributes: [{ Name: "email", Value: `many${number}@example.com` }],
          MessageAction: "SUPPRESS",
        }),
      );
    }
    const all = (await out("list", "--filter", "email=many*", "--all", "--json"))
      .trim()
      .split("\n");
    const some = await users("list", "--limit", "70");

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
      await refused("list", "--filter", "colour=red"),
      /can search these only: username, email/,
    );
    assert.match(
      await refused("list", "--filter", "email=a*", "--group", "staff"),
      /can't combine --filter and --group/,
    );
  });

  it("prints no control characters that a user chose", async () => {
    await pool.addUser("eve@example.com", {
      email: "eve@example.com",
      name: "\u001B[2J\u009B1m\u202Eeve",
    });
    const hostile = /[\u001B\u009B\u202E]/;

    assert.doesNotMatch(await out("show", "eve@example.com"), hostile);
    const json = await out("show", "eve@example.com", "--json");
    assert.doesNotMatch(json, hostile);
    assert.equal(JSON.parse(json).attributes.name, "\u001B[2J\u009B1m\u202Eeve");
  });

  it("exports all users to a file that only its owner may read, and imports them elsewhere", async () => {
    const file = join(folder, "users.jsonl");
    const printed = await out("export", "--out", "users.jsonl");
    const lines = (await readFile(file, "utf8")).trim().split("\n");
    const check = await out("import", "users.jsonl", "--env", "other");
    const untouched = await out("list", "--env", "other");
    const first = await out("import", "users.jsonl", "--env", "other", "--yes");
    const second = await out("import", "users.jsonl", "--env", "other", "--yes");

    assert.match(printed, new RegExp(`^${lines.length} users are in users.jsonl`));
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    assert.doesNotMatch(lines.join(""), /"password|secret/i);
    assert.match(check, /can be imported into other\. Nothing was changed\. Add --yes/);
    assert.equal(untouched, "No users.\n");
    assert.equal(first, `${lines.length} created, 0 were there already, 0 failed, 0 left.\n`);
    assert.equal(second, `0 created, ${lines.length} were there already, 0 failed, 0 left.\n`);

    await out("export", "--out", "again.jsonl", "--env", "other");
    const again = (await readFile(join(folder, "again.jsonl"), "utf8")).trim().split("\n");
    const known = (text: string) => {
      const { attributes, groups, enabled } = JSON.parse(text);
      return JSON.stringify([{ ...attributes, sub: undefined }, groups, enabled]);
    };
    assert.deepEqual(again.map(known).sort(), lines.map(known).sort());
    assert.equal((await read("ann@example.com", other)).UserStatus, "CONFIRMED");
  });

  it("refuses to overwrite a file", async () => {
    await writeFile(join(folder, "there.jsonl"), "kept");

    assert.match(await refused("export", "--out", "there.jsonl"), /there\.jsonl exists/);
    assert.equal(await readFile(join(folder, "there.jsonl"), "utf8"), "kept");
  });

  it("leaves no file behind when the export fails", async () => {
    const stuck = join(folder, "stuck");
    await assert.rejects(stat(stuck));
    assert.match(await refused("export", "--out", "stuck/users.jsonl"), /ENOENT/);
    await assert.rejects(stat(stuck));
  });

  it("refuses a file with faults, by line, before anybody is created", async () => {
    await writeFile(
      join(folder, "bad.jsonl"),
      [
        '{"attributes": {"email": "good@example.com"}}',
        "not json",
        '{"attributes": {"name": "Nameless"}}',
        '{"attributes": {"email": "x@example.com", "custom:none": "1"}, "groups": ["none"], "colour": 1}',
        '{"attributes": {"email": "GOOD@example.com"}}',
        "[]",
        '{"attributes": {"email": 7}, "enabled": "yes"}',
      ].join("\n"),
    );
    const error = await refused("import", "bad.jsonl", "--yes");

    for (const fault of [
      /Nothing was imported\. .*bad\.jsonl has faults:/,
      /line 2: must be an object of JSON/,
      /line 3: the attribute email is missing: it is the name to sign in with/,
      /line 4: unknown field "colour"/,
      /line 4: the pool has no attribute "custom:none"/,
      /line 4: the pool has no group "none"/,
      /line 5: "GOOD@example\.com" is on line 1 too/,
      /line 6: must be an object of JSON/,
      /line 7: enabled must be true or false/,
      /line 7: the attribute "email" must be text/,
    ]) {
      assert.match(error, fault);
    }
    await assert.rejects(read("good@example.com"), { name: "UserNotFoundException" });
    assert.match(await refused("import", "none.jsonl"), /none\.jsonl can't be read: ENOENT/);
  });

  it("imports whom it can, and says whom it can't and why", async () => {
    await writeFile(
      join(folder, "some.jsonl"),
      [
        '{"attributes": {"email": "fay@example.com"}, "enabled": false}',
        '{"attributes": {"email": "no address@"}}',
        '{"status": "EXTERNAL_PROVIDER", "username": "Google_1", "attributes": {}}',
      ].join("\n"),
    );
    const { code, stdout, stderr } = await users("import", "some.jsonl", "--yes");

    assert.equal(code, 1);
    assert.match(stdout, /^1 users of external providers are left out/);
    assert.match(stdout, /1 created, 0 were there already, 1 failed, 0 left\.\n$/);
    assert.match(stderr, /^line 2, no address@: .*\n$/);
    assert.equal((await read("fay@example.com")).Enabled, false);
  });

  it("creates a user whole or not at all", async () => {
    const longest = `${"g".repeat(129)}`;
    const { createUser } = await import("./changeUser.ts");
    const directory = {
      cognito: stack.aws.cognito,
      userPoolId: pool.userPoolId,
      environment: "dev",
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
