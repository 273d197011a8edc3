import {
  AdminConfirmSignUpCommand,
  AdminDisableUserCommand,
  type CreateUserPoolRequest,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import assert from "node:assert/strict";
import { createFunctions, miniStack } from "../aws/cognito/testing/miniStack.ts";
import { password, UserPool } from "../aws/guard/userpools/testing/userPool.ts";
import type { PlatformState } from "../stateFile.ts";
import { tokenOf } from "./tokens.ts";

/** A second factor by text message, which no user of the pool has set up. */
const mfa: Partial<CreateUserPoolRequest> = {
  MfaConfiguration: "ON",
  SmsConfiguration: { SnsCallerArn: "arn:aws:iam::000000000000:role/sms", ExternalId: "id" },
};

const claimsOf = (token: string) =>
  JSON.parse(Buffer.from(token.split(".")[1]!, "base64url").toString()) as Record<string, unknown>;

describe("a token at hand", function () {
  this.timeout(60_000);
  const stack = miniStack();

  const create = (pool: Partial<CreateUserPoolRequest>) =>
    // No flow by which users could sign in.
    UserPool.create(stack.aws, pool, { ExplicitAuthFlows: ["ALLOW_REFRESH_TOKEN_AUTH"] });
  const stateOf = ({ userPoolId, clientId }: UserPool): PlatformState => {
    const { url: aws, accessKey } = stack.aws;
    const region = { api: "", aws, userPoolId, clientId, issuer: "" };
    const regions = { [userPoolId.split("_")[0]!]: { ...region, accessKey: accessKey! } };
    return { edge: "", console: "", regions };
  };
  /** The claims of the token that the options ask for, and what was said about it. */
  const token = async (pool: UserPool, options: { user?: string; access?: true } = {}) => {
    const said: string[] = [];
    const all = { group: [], scope: [], ...options };
    const text = await tokenOf(stateOf(pool), all, (line) => said.push(line));
    return { claims: claimsOf(text), said };
  };

  const addresses: Partial<CreateUserPoolRequest> = { UsernameAttributes: ["email"] };
  for (const [what, settings, name, claim] of [
    ["email addresses", { UsernameAttributes: ["email"] }, "developer@example.com", "email"],
    ["phone numbers", { UsernameAttributes: ["phone_number"] }, "+12025550100", "phone_number"],
    ["names", {}, "developer", "cognito:username"],
    ["names or addresses", { AliasAttributes: ["email"] }, "developer", "cognito:username"],
    ["two factors", { UsernameAttributes: ["email"], ...mfa }, "developer@example.com", "email"],
  ] as [string, Partial<CreateUserPoolRequest>, string, string][]) {
    it(`is of a new user with a confirmed address, then of the same: ${what}`, async () => {
      const pool = await create(settings);

      const first = await token(pool);
      const again = await token(pool);
      const access = await token(pool, { access: true });

      assert.deepEqual([first.said, again.said], [[`User ${name} was created.`], []]);
      assert.equal(first.claims[claim], name);
      assert.equal(again.claims["sub"], first.claims["sub"]);
      const verified = claim === "phone_number" ? "phone_number_verified" : "email_verified";
      assert.equal(first.claims[verified], true);
      assert.deepEqual([first.claims["aud"], first.claims["token_use"]], [pool.clientId, "id"]);
      assert.equal(access.claims["token_use"], "access");
    });
  }

  it("finds by its address a user who has a name of one's own", async () => {
    const pool = await create({ AliasAttributes: ["email"] });

    const first = await token(pool, { user: "ada@example.com" });
    const again = await token(pool, { user: "ada" });

    assert.deepEqual([first.claims["cognito:username"], again.said], ["ada", []]);
    assert.equal(again.claims["email"], "ada@example.com");
  });

  it("is not of a user who has not confirmed the address, or is disabled", async () => {
    const pool = await create(addresses);
    const [UserPoolId, Username] = [pool.userPoolId, "eve@example.com"];
    const { cognito } = stack.aws;
    await cognito.send(
      new SignUpCommand({ ClientId: pool.clientId, Username, Password: password }),
    );

    const user = Username;
    await assert.rejects(token(pool, { user }), /has not confirmed the address/);
    await cognito.send(new AdminConfirmSignUpCommand({ UserPoolId, Username }));
    assert.equal((await token(pool, { user })).claims["email"], user);
    await cognito.send(new AdminDisableUserCommand({ UserPoolId, Username }));
    await assert.rejects(token(pool, { user }), /eve@example\.com is disabled.*users -- enable/);
  });

  it("is for nobody without the key of the local account", async () => {
    const { userPoolId, clientId } = await create(addresses);
    const body = JSON.stringify({ userPoolId, clientId, username: "ada", scopes: [] });

    const response = await fetch(`${stack.aws.url}/_palisade/tokens`, { method: "POST", body });

    assert.equal(response.status, 403);
  });

  it("is not of a user whom a trigger refuses", async () => {
    const LambdaConfig = await createFunctions(stack.aws, {
      PreAuthentication: 'throw new Error("Not today.")',
    });
    const pool = await create({ ...addresses, LambdaConfig });

    await assert.rejects(token(pool), /The sign-in was refused: .*Not today\./);
  });
});
