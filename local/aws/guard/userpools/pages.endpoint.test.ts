import {
  AdminDisableUserCommand,
  AdminSetUserMFAPreferenceCommand,
  CreateIdentityProviderCommand,
  AssociateSoftwareTokenCommand,
  SetUserPoolMfaConfigCommand,
  VerifySoftwareTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import assert from "node:assert/strict";
import { miniStack } from "../../cognito/testing/miniStack.ts";
import { totp } from "../../cognito/testing/totp.ts";
import { password, UserPool } from "./testing/userPool.ts";

const redirectUri = "http://localhost:5173/callback";
const oauthClient = {
  AllowedOAuthFlows: ["code" as const],
  AllowedOAuthScopes: ["openid"],
  AllowedOAuthFlowsUserPoolClient: true,
  CallbackURLs: [redirectUri],
};

/** The pages are MiniStack's, not Cognito's. */
describe("sign-in pages of a user pool", () => {
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
    for (const name of ["ann", "bob", "cy"]) {
      await pool.addUser(name, { email: `${name}@example.com`, email_verified: "true" });
    }
  });

  const submit = async (of: UserPool, form: Record<string, string>) => {
    const body = new URLSearchParams({
      client_id: of.clientId,
      redirect_uri: redirectUri,
      response_type: "code",
      scope: "openid",
      ...form,
    });
    const response = await fetch(`${stack.aws.url}/login`, {
      method: "POST",
      body,
      redirect: "manual",
    });
    return { status: response.status, text: await response.text() };
  };

  it("count wrong passwords", async () => {
    for (let guess = 0; guess < 6; guess += 1) {
      await submit(pool, { username: "ann", password: "wrong" });
    }

    const { status, text } = await submit(pool, { username: "ann", password });

    assert.equal(status, 200);
    assert.match(text, /Password attempts exceeded/);
  });

  it("sign in with the mailed code, which is random, after few wrong ones", async () => {
    const begin = async () => {
      const { text } = await submit(choice, { auth_flow: "USER_AUTH", username: "bob" });
      const token = { ua_token: /name="ua_token" value="([^"]+)"/.exec(text)![1]! };
      await submit(choice, { ...token, challenge: "EMAIL_OTP" });
      const code = /\d{8}/.exec((await pool.mailsTo("bob@example.com")).at(-1)!.text)![0];
      return { token, code };
    };
    const first = await begin();
    const second = await begin();
    assert.notEqual(first.code, second.code);

    for (let guess = 0; guess < 3; guess += 1) {
      await submit(choice, { ...first.token, code: "00000000" });
    }

    assert.equal((await submit(choice, { ...first.token, code: first.code })).status, 200);
    assert.equal((await submit(choice, { ...second.token, code: second.code })).status, 302);
  });

  it("let a new user choose a password that the pool accepts, once", async () => {
    await pool.addUserWithTemporaryPassword("dan");
    const begin = async () => {
      const { text } = await submit(pool, { username: "dan", password });
      return /name="np_token" value="([^"]+)"/.exec(text)![1]!;
    };
    const [first, second] = [await begin(), await begin()];
    const choose = async (np_token: string, new_password: string) =>
      (await submit(pool, { np_token, new_password, confirm_password: new_password })).status;

    for (const weak of ["short", " Secret-111111 ", `Secret-1${"x".repeat(250)}`]) {
      assert.equal(await choose(first, weak), 200);
    }
    assert.equal(await choose(first, "Secret-111111"), 302);
    for (const token of [first, second]) assert.equal(await choose(token, "Secret-222222"), 400);
    await pool.signIn("dan", "Secret-111111");
  });

  it("tell only who knows the password that a user is disabled", async () => {
    await pool.addUser("eve");
    const user = { UserPoolId: pool.userPoolId, Username: "eve" };
    await stack.aws.cognito.send(new AdminDisableUserCommand(user));

    assert.match((await submit(pool, { username: "eve", password: "x" })).text, /Incorrect/);
    assert.match((await submit(pool, { username: "eve", password })).text, /disabled/);
  });

  it("refuse the pool's own users where the client has other identity providers", async () => {
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
    const client = { ...oauthClient, SupportedIdentityProviders: ["Corp"] };

    const { status } = await submit(await pool.withClient(client), { username: "bob", password });

    assert.equal(status, 400);
  });

  it("refuse a user with a second factor, for which they never ask", async () => {
    const { cognito } = stack.aws;
    const SoftwareTokenMfaConfiguration = { Enabled: true };
    await cognito.send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId: pool.userPoolId,
        MfaConfiguration: "OPTIONAL",
        SoftwareTokenMfaConfiguration,
      }),
    );
    const AccessToken = await pool.signIn("cy");
    const { SecretCode } = await cognito.send(new AssociateSoftwareTokenCommand({ AccessToken }));
    const UserCode = totp(SecretCode!);
    await cognito.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode }));
    await cognito.send(
      new AdminSetUserMFAPreferenceCommand({
        UserPoolId: pool.userPoolId,
        Username: "cy",
        SoftwareTokenMfaSettings: { Enabled: true },
      }),
    );

    const { status, text } = await submit(pool, { username: "cy", password });

    assert.equal(status, 400);
    assert.match(text, /do not ask for a second factor/);
  });
});
