import {
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminUserGlobalSignOutCommand,
  CreateResourceServerCommand,
  type CreateUserPoolClientRequest,
  DeleteUserPoolClientCommand,
  DescribeUserPoolClientCommand,
  GetUserCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import assert from "node:assert/strict";
import { miniStack } from "../../../cognito/testing/miniStack.ts";
import { callback, pkce, verifier, Visitor } from "../managedlogin/testing/visitor.ts";
import { UserPool } from "../testing/userPool.ts";

const codeClient = {
  AllowedOAuthFlows: ["code"],
  AllowedOAuthScopes: ["openid", "email", "orders/read"],
  AllowedOAuthFlowsUserPoolClient: true,
  CallbackURLs: [callback],
  LogoutURLs: [callback],
} satisfies Partial<CreateUserPoolClientRequest>;

interface Reply {
  readonly status: number;
  readonly json: Record<string, string>;
}

/**
 * Sources: Cognito Developer Guide, "The token issuer endpoint", "The token revocation endpoint", "The userInfo endpoint".
 * It does not prove texts of errors, nor the pages.
 */
describe("the token endpoint of a user pool", () => {
  const stack = miniStack();
  let pool: UserPool;
  let other: UserPool;
  let machine: { client_id: string; client_secret: string };
  let withoutFlow: typeof machine;

  const secretOf = async ({ userPoolId: UserPoolId, clientId: ClientId }: UserPool) => {
    const { UserPoolClient } = await stack.aws.cognito.send(
      new DescribeUserPoolClientCommand({ UserPoolId, ClientId }),
    );
    return { client_id: ClientId, client_secret: UserPoolClient!.ClientSecret! };
  };

  before(async () => {
    const empty = await UserPool.create(stack.aws, {});
    await stack.aws.cognito.send(
      new CreateResourceServerCommand({
        UserPoolId: empty.userPoolId,
        Identifier: "orders",
        Name: "orders",
        Scopes: ["read", "write"].map((ScopeName) => ({ ScopeName, ScopeDescription: "-" })),
      }),
    );
    pool = await empty.withClient(codeClient);
    other = await pool.withClient(codeClient);
    const secret = { GenerateSecret: true, AllowedOAuthScopes: ["orders/read"] };
    const flow = { ...secret, AllowedOAuthFlows: ["client_credentials" as const] };
    machine = await secretOf(
      await pool.withClient({ ...flow, AllowedOAuthFlowsUserPoolClient: true }),
    );
    withoutFlow = await secretOf(await pool.withClient(flow));
    await pool.addUser("ann", { email: "ann@example.com", email_verified: "true" });
  });

  const post = async (
    path: string,
    form: Record<string, string> | string[][],
    authorization?: string,
  ): Promise<Reply> => {
    const response = await fetch(`${stack.aws.url}${path}`, {
      method: "POST",
      headers: authorization ? { authorization } : {},
      body: new URLSearchParams(form as Record<string, string>),
    });
    const text = (await response.text()) || "{}";
    return { status: response.status, json: JSON.parse(text) as Record<string, string> };
  };
  const token = (form: Record<string, string>, authorization?: string) =>
    post("/oauth2/token", form, authorization);
  const claims = (text: string) =>
    JSON.parse(Buffer.from(text.split(".")[1]!, "base64url").toString()) as Record<string, unknown>;
  const assertRefused = async (reply: Promise<Reply>, error: string) => {
    const { json } = await reply;
    assert.equal(json["error"], error);
    assert.equal(json["access_token"], undefined);
  };

  describe("for machines", () => {
    const grant = { grant_type: "client_credentials", scope: "orders/read" };
    const basic = ({ client_id, client_secret }: typeof machine) =>
      `Basic ${Buffer.from(`${client_id}:${client_secret}`).toString("base64")}`;

    it("issues a token by Basic and by a secret in the body", async () => {
      for (const { json } of [
        await token(grant, basic(machine)),
        await token({ ...grant, ...machine }),
      ]) {
        assert.equal(claims(json["access_token"]!)["scope"], "orders/read");
        assert.equal(claims(json["access_token"]!)["origin_jti"], undefined);
        assert.equal(json["id_token"], undefined);
        assert.equal(json["refresh_token"], undefined);
      }
    });

    it("refuses others", async () => {
      const wrong = { ...machine, client_secret: "wrong" };
      await assertRefused(token({ ...grant, ...wrong }), "invalid_client");
      await assertRefused(token(grant, basic(wrong)), "invalid_client");
      await assertRefused(token({ ...grant, client_id: machine.client_id }), "invalid_client");
      await assertRefused(token({ ...grant, client_id: "nobody" }), "invalid_client");
      await assertRefused(token({ ...grant, ...machine, scope: "orders/x" }), "invalid_scope");
      await assertRefused(token({ ...grant, ...machine, scope: "openid" }), "invalid_scope");
      await assertRefused(token({ ...grant, ...machine, scope: "orders/write" }), "invalid_grant");
      await assertRefused(token({ ...grant, ...withoutFlow }), "invalid_grant");
      await assertRefused(token({ ...grant, client_id: pool.clientId }), "invalid_grant");
      await assertRefused(token({ ...machine, grant_type: "password" }), "unsupported_grant_type");
    });
  });

  const codeFor = async (scope: string, challenge = true, username = "ann", of = pool) =>
    (await new Visitor(of).signIn(username, { scope, ...(challenge && pkce) })).app["code"]!;
  const exchange = (code: string, more: Record<string, string> = {}) =>
    token({
      grant_type: "authorization_code",
      client_id: pool.clientId,
      redirect_uri: callback,
      code_verifier: verifier,
      code,
      ...more,
    });

  describe("for authorization codes", () => {
    it("exchanges each once, with its verifier, by its client, for its address", async () => {
      const code = await codeFor("openid email");
      await assertRefused(exchange(code, { code_verifier: "w".repeat(64) }), "invalid_grant");
      await assertRefused(exchange(code, { code_verifier: "" }), "invalid_grant");
      await assertRefused(exchange(code, { code_verifier: "é".repeat(64) }), "invalid_grant");
      await assertRefused(exchange(code, { redirect_uri: `${callback}/` }), "invalid_grant");
      await assertRefused(exchange(code, { redirect_uri: "" }), "invalid_grant");
      await assertRefused(exchange(code, { client_id: other.clientId }), "invalid_grant");
      await assertRefused(exchange("x".repeat(43)), "invalid_grant");
      await assertRefused(exchange(code, machine), "unauthorized_client");

      const replies = await Promise.all(Array.from({ length: 8 }, () => exchange(code)));

      const [won, ...more] = replies.filter(({ status }) => status === 200);
      assert.deepEqual(more, []);
      assert.equal(claims(won!.json["id_token"]!)["email"], "ann@example.com");
      await assertRefused(exchange(code), "invalid_grant");
    });

    it("ends them with the user's sessions", async () => {
      const user = { UserPoolId: pool.userPoolId, Username: "eve" };
      const { cognito } = stack.aws;
      const ways: Record<string, () => Promise<unknown>> = {
        "a sign-out": () => cognito.send(new AdminUserGlobalSignOutCommand(user)),
        "a lock": async () => {
          await cognito.send(new AdminDisableUserCommand(user));
          await cognito.send(new AdminEnableUserCommand(user));
        },
        "a new user with the name": async () => {
          await cognito.send(new AdminDeleteUserCommand(user));
          await pool.addUser("eve");
        },
      };
      await pool.addUser("eve");
      for (const [way, end] of Object.entries(ways)) {
        const code = await codeFor("openid", true, "eve");
        await end();
        assert.equal((await exchange(code)).json["error"], "invalid_grant", way);
      }
    });

    it("refuses a form with a field twice, whose first or last one may count", async () => {
      const { json } = await exchange(await codeFor("openid"));
      const ofAnother = { client_id: other.clientId, refresh_token: json["refresh_token"]! };
      const own = { client_id: pool.clientId, code: await codeFor("openid", false) };
      for (const [type, form] of [
        ["refresh_token", ofAnother],
        ["authorization_code", { ...own, redirect_uri: callback }],
      ] as const) {
        const body = [["grant_type", type], ...Object.entries({ grant_type: type, ...form })];
        await assertRefused(post("/oauth2/token", body), "invalid_request");
        await assertRefused(post("/oauth2/revoke", body), "invalid_request");
      }
    });

    const profile = async (access: string) =>
      (
        await fetch(`${stack.aws.url}/oauth2/userInfo`, {
          headers: { authorization: `Bearer ${access}` },
        })
      ).status;

    it("issues tokens that end with their client", async () => {
      const client = await pool.withClient({
        ...codeClient,
        AllowedOAuthScopes: ["openid", "aws.cognito.signin.user.admin"],
      });
      const code = await codeFor("openid aws.cognito.signin.user.admin", true, "ann", client);
      const { json } = await exchange(code, { client_id: client.clientId });
      const access = json["access_token"]!;
      const read = () => stack.aws.cognito.send(new GetUserCommand({ AccessToken: access }));
      assert.equal(await profile(access), 200);
      await read();

      const ids = { UserPoolId: client.userPoolId, ClientId: client.clientId };
      await stack.aws.cognito.send(new DeleteUserPoolClientCommand(ids));

      assert.equal(await profile(access), 401);
      await assert.rejects(read(), { name: "ResourceNotFoundException" });
    });

    it("issues an ID token and shows the profile only with the scope openid", async () => {
      const { json: without } = await exchange(await codeFor("orders/read"));
      const { json: having } = await exchange(await codeFor("openid"));

      assert.equal(without["id_token"], undefined);
      assert.equal(await profile(without["access_token"]!), 401);
      assert.ok(having["id_token"]);
      assert.equal(await profile(having["access_token"]!), 200);
    });
  });

  describe("for refresh tokens", () => {
    const renew = (refresh_token: string, client_id = pool.clientId) =>
      token({ grant_type: "refresh_token", client_id, refresh_token });

    it("renews them for their client until they are revoked", async () => {
      const { json } = await exchange(await codeFor("openid orders/read"));
      const refresh = json["refresh_token"]!;
      const renewed = await renew(refresh);
      assert.equal(
        claims(renewed.json["access_token"]!)["scope"],
        claims(json["access_token"]!)["scope"],
      );
      assert.equal(renewed.json["refresh_token"], undefined);
      await assertRefused(renew(refresh, other.clientId), "invalid_grant");
      await assertRefused(renew(json["access_token"]!), "invalid_grant");
      await assertRefused(renew(`${refresh.slice(0, -8)}AAAAAAAA`), "invalid_grant");

      const revoke = (text: string, client_id = pool.clientId) =>
        post("/oauth2/revoke", { token: text, client_id });
      await assertRefused(revoke(refresh, "nobody"), "invalid_client");
      await assertRefused(revoke(refresh, other.clientId), "invalid_request");
      await assertRefused(revoke(json["access_token"]!), "unsupported_token_type");
      assert.equal((await renew(refresh)).status, 200);

      assert.equal((await revoke(refresh)).status, 200);
      await assertRefused(renew(refresh), "invalid_grant");
      const { status } = await fetch(`${stack.aws.url}/oauth2/userInfo`, {
        headers: { authorization: `Bearer ${renewed.json["access_token"]}` },
      });
      assert.equal(status, 401);
    });

    it("needs the client's secret", async () => {
      const confidential = await pool.withClient({ ...codeClient, GenerateSecret: true });
      const { client_id } = await secretOf(confidential);

      await assertRefused(renew("x.y.z", client_id), "invalid_client");
    });
  });
});
