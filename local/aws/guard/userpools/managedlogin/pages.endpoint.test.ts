import {
  AdminDisableUserCommand,
  AdminSetUserMFAPreferenceCommand,
  CreateIdentityProviderCommand,
  SetUserPoolMfaConfigCommand,
  VerifySoftwareTokenCommand,
  AssociateSoftwareTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import assert from "node:assert/strict";
import { miniStack } from "../../../cognito/testing/miniStack.ts";
import { totp } from "../../../cognito/testing/totp.ts";
import { password, UserPool } from "../testing/userPool.ts";
import { callback, Visitor } from "./testing/visitor.ts";

const oauthClient = {
  AllowedOAuthFlows: ["code" as const],
  AllowedOAuthScopes: ["openid"],
  AllowedOAuthFlowsUserPoolClient: true,
  CallbackURLs: [callback],
};

/** Looks and texts of the pages are not Cognito's. */
describe("the pages of managed login", () => {
  const stack = miniStack();
  let pool: UserPool;
  let choice: UserPool;

  before(async () => {
    pool = await UserPool.create(
      stack.aws,
      {
        AutoVerifiedAttributes: ["email"],
        Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP"] } },
        UserPoolTier: "ESSENTIALS",
      },
      oauthClient,
    );
    choice = await pool.withClient({ ...oauthClient, ExplicitAuthFlows: ["ALLOW_USER_AUTH"] });
    for (const name of ["ann", "bob", "cy", "kim"]) {
      await pool.addUser(name, { email: `${name}@example.com`, email_verified: "true" });
    }
  });

  it("sign in with a password, also where the API takes none", async () => {
    const client = await pool.withClient({ ...oauthClient, ExplicitAuthFlows: [] });

    const { status, app } = await new Visitor(client).signIn("kim", { state: "s&=t" });

    assert.equal(status, 302);
    assert.equal(app["state"], "s&=t");
    assert.ok(app["code"]);
  });

  it("count wrong passwords", async () => {
    const visitor = new Visitor(pool);
    await visitor.open();
    for (let guess = 0; guess < 6; guess += 1) {
      assert.equal((await visitor.send({ username: "ann", password: "wrong" })).status, 200);
    }

    const { status, text } = await visitor.send({ username: "ann", password });

    assert.equal(status, 200);
    assert.match(text, /Password attempts exceeded/);
  });

  it("tell nobody whether a user exists", async () => {
    const client = await pool.withClient({
      ...oauthClient,
      PreventUserExistenceErrors: "ENABLED",
      ExplicitAuthFlows: ["ALLOW_USER_AUTH"],
    });
    const tried = async (name: string) => {
      const visitor = new Visitor(client);
      await visitor.open();
      await visitor.send({ username: name });
      await visitor.send({ answer: "PASSWORD" });
      const { text } = await visitor.send({ answer: "wrong" });
      return text.replaceAll(/value="[^"]*"/g, "");
    };

    assert.equal(await tried("nobody@example.com"), await tried("kim"));
  });

  it("sign in with the mailed code, which is random, after few wrong ones", async () => {
    const begin = async () => {
      const visitor = new Visitor(choice);
      await visitor.open();
      await visitor.send({ username: "bob" });
      await visitor.send({ answer: "EMAIL_OTP" });
      const code = /\d{8}/.exec((await pool.mailsTo("bob@example.com")).at(-1)!.text)![0];
      return { visitor, code };
    };
    const first = await begin();
    const second = await begin();
    assert.notEqual(first.code, second.code);

    const wrong = await first.visitor.send({ answer: "00000000" });
    assert.match(wrong.text, /Invalid code/);

    assert.ok((await first.visitor.send({ answer: first.code })).app["code"]);
    assert.ok((await second.visitor.send({ answer: second.code })).app["code"]);
  });

  it("let a new user choose a password that the pool accepts, once", async () => {
    await pool.addUserWithTemporaryPassword("dan");
    const [first, second] = [new Visitor(pool), new Visitor(pool)];
    for (const visitor of [first, second]) await visitor.signIn("dan");
    const choose = (visitor: Visitor, answer: string, again = answer) =>
      visitor.send({ answer, again });

    for (const weak of ["short", " Secret-111111 ", `Secret-1${"x".repeat(250)}`]) {
      assert.equal((await choose(first, weak)).status, 200);
    }
    assert.match((await choose(first, "Secret-111111", "Secret-1")).text, /not the same/);
    assert.ok((await choose(first, "Secret-111111")).app["code"]);
    assert.equal((await choose(second, "Secret-222222")).app["code"], undefined);
    await pool.signIn("dan", "Secret-111111");
  });

  it("tell only who knows the password that a user is disabled", async () => {
    await pool.addUser("eve");
    const user = { UserPoolId: pool.userPoolId, Username: "eve" };
    await stack.aws.cognito.send(new AdminDisableUserCommand(user));
    const visitor = new Visitor(pool);
    await visitor.open();

    assert.match((await visitor.send({ username: "eve", password: "x" })).text, /Incorrect/);
    assert.match((await visitor.send({ username: "eve", password })).text, /disabled/);
  });

  it("show other identity providers, and only them if the client has no other", async () => {
    const { userPoolId: UserPoolId } = pool;
    await stack.aws.cognito.send(
      new CreateIdentityProviderCommand({
        UserPoolId,
        ProviderName: "Corp",
        ProviderType: "OIDC",
        ProviderDetails: {
          client_id: "x",
          client_secret: "x",
          oidc_issuer: "https://idp.example.com",
          authorize_scopes: "openid",
          attributes_request_method: "GET",
        },
      }),
    );
    const page = async (SupportedIdentityProviders: string[]) => {
      const visitor = new Visitor(
        await pool.withClient({ ...oauthClient, SupportedIdentityProviders }),
      );
      return { visitor, text: (await visitor.open({ state: `"><i>` })).text };
    };
    const both = await page(["COGNITO", "Corp"]);
    const one = await page(["Corp"]);

    assert.match(both.text, /name="password"/);
    assert.match(both.text, /authorize\?[^"]*state=%22%3E%3Ci%3E[^"]*identity_provider=Corp"/);
    assert.doesNotMatch(one.text, /name="password"/);
    assert.match(one.text, /Continue with Corp/);
  });

  describe("with second factors", () => {
    /** A pool of its own: with a second factor, a code by mail can't be the first. */
    const poolWith = async (MfaConfiguration: "ON" | "OPTIONAL") => {
      const made = await UserPool.create(stack.aws, { UserPoolTier: "ESSENTIALS" }, oauthClient);
      await stack.aws.cognito.send(
        new SetUserPoolMfaConfigCommand({
          UserPoolId: made.userPoolId,
          MfaConfiguration,
          SoftwareTokenMfaConfiguration: { Enabled: true },
        }),
      );
      await made.addUser("cy");
      return made;
    };
    const withTotp = async (of: UserPool, name: string) => {
      const { cognito } = stack.aws;
      const AccessToken = await of.signIn(name);
      const { SecretCode } = await cognito.send(new AssociateSoftwareTokenCommand({ AccessToken }));
      const UserCode = totp(SecretCode!);
      await cognito.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode }));
      await cognito.send(
        new AdminSetUserMFAPreferenceCommand({
          UserPoolId: of.userPoolId,
          Username: name,
          SoftwareTokenMfaSettings: { Enabled: true },
        }),
      );
      return SecretCode!;
    };
    it("ask for the code of the user's authenticator app", async () => {
      const users = await poolWith("OPTIONAL");
      const secret = await withTotp(users, "cy");
      const visitor = new Visitor(users);
      const asked = await visitor.signIn("cy");

      assert.match(asked.text, /Enter the code/);
      assert.match((await visitor.send({ answer: "000000" })).text, /Enter the code/);
      assert.ok((await visitor.send({ answer: totp(secret, 1) })).app["code"]);
    });

    it("set an authenticator app up where the pool wants one", async () => {
      const visitor = new Visitor(await poolWith("ON"));
      await visitor.signIn("cy");
      const { text } = await visitor.send({});
      const secret = /<code>(\w+)<\/code>/.exec(text)![1]!;

      assert.match((await visitor.send({ answer: "000000" })).text, /<code>/);
      assert.ok((await visitor.send({ answer: totp(secret) })).app["code"]);
    });
  });
});
