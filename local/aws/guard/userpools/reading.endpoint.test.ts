import { GetUserCommand, InitiateAuthCommand } from "@aws-sdk/client-cognito-identity-provider";
import assert from "node:assert/strict";
import { miniStack } from "../../cognito/testing/miniStack.ts";
import { callback, pkce, verifier, Visitor } from "./managedlogin/testing/visitor.ts";
import { password, UserPool } from "./testing/userPool.ts";

const admin = "aws.cognito.signin.user.admin";
const user = {
  email: "ann@example.com",
  email_verified: "true",
  phone_number: "+15550100",
  name: "Ann",
  "custom:tenant": "acme",
  "custom:salary": "1",
};
const codeClient = {
  AllowedOAuthFlows: ["code" as const],
  AllowedOAuthScopes: ["openid", "email", "phone", "profile", admin],
  AllowedOAuthFlowsUserPoolClient: true,
  CallbackURLs: [callback],
};
const listed = ["email", "email_verified", "phone_number", "name", "custom:tenant"];

/** Claims of user information that are about attributes. */
const attributesIn = (claims: Record<string, unknown>) =>
  Object.keys(claims)
    .filter((name) => name in user)
    .sort();

const claimsOf = (token: string) =>
  JSON.parse(Buffer.from(token.split(".")[1]!, "base64url").toString()) as Record<string, unknown>;

/** Sources: Cognito Developer Guide, "The user attributes endpoint"; API Reference, "CreateUserPoolClient". */
describe("what a client may read of its users", () => {
  const stack = miniStack();
  let reads: UserPool;
  let unlisted: UserPool;

  before(async () => {
    const pool = await UserPool.create(stack.aws, {
      Schema: ["tenant", "salary"].map((Name) => ({ Name, AttributeDataType: "String" as const })),
    });
    reads = await pool.withClient({ ...codeClient, ReadAttributes: listed });
    unlisted = await pool.withClient(codeClient);
    await pool.addUser("ann", user);
  });

  const tokens = async (client: UserPool, form: Record<string, string>) => {
    const response = await fetch(`${stack.aws.url}/oauth2/token`, {
      method: "POST",
      body: new URLSearchParams({ client_id: client.clientId, ...form }),
    });
    assert.equal(response.status, 200);
    return (await response.json()) as Record<string, string>;
  };

  const signIn = async (client: UserPool, scope: string) => {
    const { app } = await new Visitor(client).signIn("ann", { scope, ...pkce });
    return tokens(client, {
      ...{ grant_type: "authorization_code", redirect_uri: callback },
      ...{ code: app["code"]!, code_verifier: verifier },
    });
  };

  const profile = async (accessToken: string) => {
    const headers = { authorization: `Bearer ${accessToken}` };
    const response = await fetch(`${stack.aws.url}/oauth2/userInfo`, { headers });
    return (await response.json()) as Record<string, unknown>;
  };

  const all = [...listed].sort();
  for (const [scope, shown] of [
    ["openid", all],
    [`openid ${admin}`, all],
    ["openid profile", ["custom:tenant", "name"]],
    ["openid email", ["email", "email_verified"]],
    ["openid phone", ["phone_number"]],
    ["openid email profile", ["custom:tenant", "email", "email_verified", "name"]],
  ] as const) {
    it(`is in the ID token and userInfo for ${scope}, also after a refresh`, async () => {
      const first = await signIn(reads, scope);
      const refresh_token = first["refresh_token"]!;
      const second = await tokens(reads, { grant_type: "refresh_token", refresh_token });

      for (const { id_token, access_token } of [first, second]) {
        assert.deepEqual(attributesIn(claimsOf(id_token!)), shown);
        assert.deepEqual(attributesIn(await profile(access_token!)), shown);
      }
    });
  }

  it("is no attribute of your own without a list", async () => {
    const standard = ["email", "email_verified", "name", "phone_number"];
    const { id_token, access_token } = await signIn(unlisted, `openid ${admin}`);
    const { UserAttributes } = await stack.aws.cognito.send(
      new GetUserCommand({ AccessToken: access_token }),
    );
    const names = UserAttributes!.map(({ Name }) => Name!);

    assert.deepEqual(attributesIn(claimsOf(id_token!)), standard);
    assert.deepEqual(attributesIn(await profile(access_token!)), standard);
    assert.deepEqual(names.filter((name) => name !== "sub").sort(), standard);
  });

  it("does not depend on scopes in a sign-in by the API", async () => {
    const client = await reads.withClient({
      ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
      ReadAttributes: listed,
    });
    const { AuthenticationResult } = await stack.aws.cognito.send(
      new InitiateAuthCommand({
        ClientId: client.clientId,
        AuthFlow: "USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME: "ann", PASSWORD: password },
      }),
    );

    assert.deepEqual(attributesIn(claimsOf(AuthenticationResult!.IdToken!)), all);
  });
});
