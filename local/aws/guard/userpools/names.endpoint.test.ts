import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  ListUsersCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import assert from "node:assert/strict";
import { miniStack } from "../../cognito/testing/miniStack.ts";
import { attributeList, password, UserPool } from "./testing/userPool.ts";

const exists = { name: "UsernameExistsException" };
const aliasExists = { name: "AliasExistsException" };
const unknown = { name: "UserNotFoundException" };
const invalid = { name: "InvalidParameterException" };

/**
 * Sources: Cognito Developer Guide, "Working with user attributes" ("Customizing sign-in attributes"), "User pool case
 * sensitivity"; API Reference, "UsernameConfigurationType", "ConfirmSignUp" (ForceAliasCreation).
 */
describe("names of users of a pool", () => {
  const stack = miniStack();
  const email = (value: string, verified = true) => ({
    email: value,
    ...(verified && { email_verified: "true" }),
  });

  for (const isSensitive of [false, true]) {
    describe(`when case ${isSensitive ? "matters" : "does not matter"}`, () => {
      let named: UserPool;
      let byEmail: UserPool;

      before(async () => {
        const UsernameConfiguration = { CaseSensitive: isSensitive };
        named = await UserPool.create(stack.aws, {
          UsernameConfiguration,
          AliasAttributes: ["email", "preferred_username"],
        });
        byEmail = await UserPool.create(stack.aws, {
          UsernameConfiguration,
          UsernameAttributes: ["email"],
        });
        await named.addUser("Jane", { ...email("Jane@example.com"), preferred_username: "Jay" });
        await byEmail.addUser("Jane@example.com");
      });

      /** A call with another case: of the same user, or of another one. */
      const assertSame = async (call: Promise<unknown>, error: object) => {
        if (isSensitive) await assert.rejects(call, error);
        else await call;
      };
      const assertTaken = async (call: Promise<unknown>, error: object) => {
        if (isSensitive) await call;
        else await assert.rejects(call, error);
      };
      const readAsAdmin = ({ userPoolId }: UserPool, Username: string) =>
        stack.aws.cognito.send(new AdminGetUserCommand({ UserPoolId: userPoolId, Username }));

      for (const name of ["JANE", "jane@EXAMPLE.com", "jay"]) {
        it(`signs in ${name} as ${isSensitive ? "nobody" : "Jane"}`, async () => {
          await assertSame(named.signIn(name), unknown);
          await assertSame(readAsAdmin(named, name), unknown);
        });
      }

      it("reads an address in place of a name in the same way", () =>
        assertSame(byEmail.signIn("JANE@example.com"), unknown));

      it("signs up another one in the same way", async () => {
        await assertTaken(named.signUp("jANE"), exists);
        await assertTaken(byEmail.signUp("jANE@example.com"), exists);
      });

      it("creates another one in the same way", async () => {
        const create = ({ userPoolId: UserPoolId }: UserPool, Username: string) =>
          stack.aws.cognito.send(new AdminCreateUserCommand({ UserPoolId, Username }));

        await assertTaken(create(named, "jaNE"), exists);
        await assertTaken(create(byEmail, "jaNE@example.com"), exists);
      });

      it("takes another's alias in the same way", async () => {
        await assertTaken(named.addUser("x", email("JANE@EXAMPLE.COM")), aliasExists);
        await assertTaken(named.addUser("y", { preferred_username: "JAY" }), aliasExists);
      });
    });
  }

  describe("with aliases", () => {
    let pool: UserPool;

    beforeEach(async () => {
      pool = await UserPool.create(stack.aws, {
        AliasAttributes: ["email", "phone_number", "preferred_username"],
        AutoVerifiedAttributes: ["email"],
      });
      await pool.addUser("ann", email("ann@example.com"));
    });

    it("signs in by an alias that is verified", async () => {
      await pool.addUser("bob", email("bob@example.com", false));

      await pool.signIn("ann@example.com");
      await assert.rejects(pool.signIn("bob@example.com"), unknown);
    });

    it("keeps an address with the first user who proves it, unless the second one insists", async () => {
      await pool.signUp("mallory", email("ann@example.com", false));
      const code = { ConfirmationCode: await pool.codeFor("ann@example.com") };

      await assert.rejects(pool.confirm("mallory", code), {
        ...aliasExists,
        message: "An account with the email already exists.",
      });
      assert.equal((await pool.attributesOf("ann@example.com"))["email_verified"], "true");
      await pool.confirm("mallory", { ...code, ForceAliasCreation: true });

      assert.equal((await pool.attributesOf("ann"))["email_verified"], "false");
      const { sub } = await pool.attributesOf("ann@example.com");
      assert.equal(sub, (await pool.attributesOf("mallory"))["sub"]);
    });

    it("refuses to verify another's address as an administrator", async () => {
      await pool.addUser("bob");
      const UserAttributes = attributeList(email("ann@example.com"));
      const bob = { UserPoolId: pool.userPoolId, Username: "bob" };

      await assert.rejects(
        stack.aws.cognito.send(new AdminUpdateUserAttributesCommand({ ...bob, UserAttributes })),
        aliasExists,
      );
    });

    it("has no names that look like another's alias", async () => {
      await assert.rejects(pool.signUp("eve@example.com"), invalid);
      await assert.rejects(pool.signUp("+4915112345678"), invalid);
    });

    it("does not let a user take another's name as an alias", async () => {
      await pool.addUser("eve", { preferred_username: "eve2" });

      await assert.rejects(pool.addUser("fred", { preferred_username: "ann" }), aliasExists);
      await assert.rejects(pool.signUp("eve2"), exists);
      const { sub } = await pool.attributesOf("ann");
      const later = "later@example.com";
      const taken = [
        ["eve2", aliasExists],
        ["ann@example.com", aliasExists],
        [sub!, aliasExists],
        [later, invalid],
      ] as const;
      for (const [index, [preferred_username, error]] of taken.entries()) {
        await assert.rejects(pool.addUser("fred", { preferred_username }), error);
        await pool.addUserWithTemporaryPassword(`new-${index}`);
        const answer = {
          USERNAME: `new-${index}`,
          NEW_PASSWORD: password,
          "userAttributes.preferred_username": preferred_username,
        };
        const session = await pool.begin(answer.USERNAME);
        await assert.rejects(pool.respond("NEW_PASSWORD_REQUIRED", session, answer), error);
      }
    });
  });

  it("are addresses, whose users get another name", async () => {
    const pool = await UserPool.create(stack.aws, { UsernameAttributes: ["email"] });
    const signUp = (attributes: Record<string, string>) =>
      stack.aws.cognito.send(
        new SignUpCommand({
          ClientId: pool.clientId,
          Username: "ann@example.com",
          Password: password,
          UserAttributes: attributeList(attributes),
        }),
      );

    await assert.rejects(pool.signUp("ann"), { message: "Username should be an email." });
    await assert.rejects(signUp({ email: "bob@example.com" }), invalid);
    const { UserSub } = await signUp({});

    const { Users } = await stack.aws.cognito.send(
      new ListUsersCommand({ UserPoolId: pool.userPoolId }),
    );
    assert.deepEqual(
      Users!.map(({ Username }) => Username),
      [UserSub],
    );
    assert.equal((await pool.attributesOf("ann@example.com"))["email"], "ann@example.com");
  });

  it("mean whom they mean now: changed addresses, deleted users and new ones of their name", async () => {
    const pool = await UserPool.create(stack.aws, {
      AliasAttributes: ["email"],
      UsernameConfiguration: { CaseSensitive: false },
    });
    const change = (Username: string, attributes: Record<string, string>) =>
      stack.aws.cognito.send(
        new AdminUpdateUserAttributesCommand({
          UserPoolId: pool.userPoolId,
          Username,
          UserAttributes: attributeList(attributes),
        }),
      );
    const remove = (Username: string) =>
      stack.aws.cognito.send(new AdminDeleteUserCommand({ UserPoolId: pool.userPoolId, Username }));
    for (const name of ["ann", "bob"]) await pool.addUser(name, email(`${name}@example.com`));
    const { sub } = await pool.attributesOf("BOB@example.com");

    await change("ann", email("new@example.com"));
    await remove("bob");
    await pool.addUser("cleo", email("ann@example.com"));
    await pool.addUser("bob");

    assert.equal((await pool.attributesOf("new@example.com"))["email"], "new@example.com");
    await pool.signIn("ANN@example.com");
    for (const gone of ["bob@example.com", sub!]) await assert.rejects(pool.signIn(gone), unknown);
    await remove("ann@example.com");
    await assert.rejects(pool.signIn("cleo"), unknown);
    await pool.signIn("new@example.com");
  });

  it("are taken once, also by sign-ups at the same time", async () => {
    const pool = await UserPool.create(stack.aws, { UsernameAttributes: ["email"] });

    const results = await Promise.allSettled([1, 2, 3].map(() => pool.signUp("ann@example.com")));

    const fulfilled = results.filter(({ status }) => status === "fulfilled");
    assert.equal(fulfilled.length, 1);
  });
});
