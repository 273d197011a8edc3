import assert from "node:assert/strict";
import { readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { createUser } from "../../project/users/changeUser.ts";
import { exportUsers } from "./exportUsers.ts";
import { importUsers } from "./importUsers.ts";
import { readUser, testUsers } from "./testing/testUsers.ts";

describe("npm run users -- export and import", function () {
  this.timeout(60_000);
  const test = testUsers();
  const { out, refused } = test;
  const read = (name: string) => readUser(test.pool, name);

  before(async () => {
    const directory = {
      cognito: test.aws.cognito,
      userPoolId: test.pool.userPoolId,
      environment: "local",
      close: () => {},
    };
    for (const [index, groups] of [["staff"], [], ["admins", "staff"]].entries()) {
      const email = `user${index}@example.com`;
      const attributes = {
        email,
        email_verified: "true",
        name: `"${index}"\n`,
        "custom:tenant": "acme",
      };
      await createUser(directory, {
        username: email,
        attributes,
        groups,
        enabled: index !== 1,
        invites: index === 2,
      });
    }
  });

  it("exports all users to a file that only its owner may read, and imports them elsewhere", async () => {
    const file = join(test.folder, "users.jsonl");
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
    const again = (await readFile(join(test.folder, "again.jsonl"), "utf8")).trim().split("\n");
    const known = (text: string) => {
      const { attributes, groups, enabled } = JSON.parse(text);
      return JSON.stringify([{ ...attributes, sub: undefined }, groups, enabled]);
    };
    assert.deepEqual(again.map(known).sort(), lines.map(known).sort());
    assert.equal((await readUser(test.other, "user2@example.com")).UserStatus, "CONFIRMED");
  });

  it("refuses to overwrite a file", async () => {
    await writeFile(join(test.folder, "there.jsonl"), "kept");

    assert.match(await refused("export", "--out", "there.jsonl"), /there\.jsonl exists/);
    assert.equal(await readFile(join(test.folder, "there.jsonl"), "utf8"), "kept");
  });

  it("leaves no file behind when the export fails", async () => {
    const stuck = join(test.folder, "stuck");
    await assert.rejects(stat(stuck));
    assert.match(
      await refused("export", "--out", "stuck/users.jsonl"),
      /stuck\/users\.jsonl can't be written: ENOENT/,
    );
    await assert.rejects(stat(stuck));
  });

  it("refuses a file with faults, by line, before anybody is created", async () => {
    await writeFile(
      join(test.folder, "bad.jsonl"),
      [
        '{"attributes": {"email": "good@example.com"}}',
        "not json",
        '{"attributes": {"name": "Nameless"}}',
        '{"attributes": {"email": "x@example.com", "custom:none": "1"}, "groups": ["none"], "colour": 1}',
        '{"attributes": {"email": "GOOD@example.com"}}',
        "[]",
        '{"attributes": {"email": 7}, "enabled": "yes"}',
        '{"attributes": {"email": "y@example.com", "\\u001b[31m": "1"}}',
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
      /line 8: the pool has no attribute "\ufffd\[31m"/,
    ]) {
      assert.match(error, fault);
    }
    await assert.rejects(read("good@example.com"), { name: "UserNotFoundException" });
    await writeFile(join(test.folder, "empty.jsonl"), "\n");
    assert.match(await refused("import", "empty.jsonl"), /empty\.jsonl has no users/);
    assert.match(await refused("import", "none.jsonl"), /none\.jsonl can't be read: ENOENT/);
  });

  it("lets imported users in: their addresses count as verified, unless the file says otherwise", async () => {
    const users = [
      { attributes: { email: "gus@example.com" } },
      { attributes: { email: "hal@example.com", email_verified: "false" } },
      { attributes: { email: "ida@example.com" }, status: "UNCONFIRMED" },
    ];
    await writeFile(
      join(test.folder, "bare.jsonl"),
      users.map((user) => JSON.stringify(user)).join("\n"),
    );
    const printed = await out("import", "bare.jsonl", "--yes");

    assert.match(printed, /^1 users never confirmed their address and are left out\./);
    const flag = async (name: string) =>
      (await read(name)).UserAttributes?.find(({ Name }) => Name === "email_verified")?.Value;
    assert.equal(await flag("gus@example.com"), "true");
    assert.equal(await flag("hal@example.com"), "false");
    await assert.rejects(read("ida@example.com"), { name: "UserNotFoundException" });
  });

  it("leaves no file behind when the export is stopped, and follows no link", async () => {
    const file = join(test.folder, "stopped.jsonl");
    const elsewhere = join(test.folder, "elsewhere");
    await symlink(elsewhere, `${file}.partial`);
    const { cognito } = test.aws;
    const directory = {
      cognito,
      userPoolId: test.pool.userPoolId,
      environment: "local",
      close: () => {},
    };
    const io = { out: () => {}, err: () => {}, cwd: test.folder };

    await assert.rejects(exportUsers(directory, file, AbortSignal.abort(), io), {
      message: "Stopped. No file was written.",
    });
    for (const each of [file, `${file}.partial`, elsewhere]) await assert.rejects(stat(each));
  });

  it("imports whom it can, and says whom it can't and why", async () => {
    await writeFile(
      join(test.folder, "some.jsonl"),
      [
        '{"attributes": {"email": "fay@example.com"}, "enabled": false}',
        '{"attributes": {"email": "no address@"}}',
        '{"status": "EXTERNAL_PROVIDER", "username": "Google_1", "attributes": {}}',
      ].join("\n"),
    );
    const { code, stdout, stderr } = await test.users("import", "some.jsonl", "--yes");

    assert.equal(code, 1);
    assert.match(stdout, /^1 users of external providers are left out/);
    assert.match(stdout, /1 created, 0 were there already, 1 failed, 0 left\.\n$/);
    assert.match(stderr, /^line 2, no address@: .*\n$/);
    assert.equal((await read("fay@example.com")).Enabled, false);
  });

  it("stops at what is not about one user, such as missing rights", async () => {
    const denied = Object.assign(new Error("no rights"), { name: "AccessDeniedException" });
    const tried: unknown[] = [];
    const cognito = {
      send: async (command: unknown) => {
        tried.push(command);
        throw denied;
      },
    } as unknown as CognitoIdentityProviderClient;
    const many = Array.from({ length: 50 }, (_, index) => ({
      line: index + 1,
      username: `${index}`,
      attributes: {},
      groups: [],
    }));
    const io = { out: () => {}, err: () => {}, cwd: test.folder };
    const directory = { cognito, userPoolId: "pool", environment: "dev", close: () => {} };

    await assert.rejects(importUsers(directory, many, { invites: false }, io), denied);
    assert.ok(tried.length <= 5, `${tried.length} were tried`);
  });
});
