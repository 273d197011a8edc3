import {
  AddUserPoolClientSecretCommand,
  CreateResourceServerCommand,
  CreateUserPoolClientCommand,
  DeleteUserPoolClientSecretCommand,
  DescribeUserPoolClientCommand,
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
  ListUserPoolClientSecretsCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { miniStack } from "../../../cognito/testing/miniStack.ts";
import { password, UserPool } from "../testing/userPool.ts";

/** Does not prove how long Cognito takes until it accepts a new secret. */
describe("secrets of an app client", () => {
  const stack = miniStack();
  let pool: UserPool;
  let client: { UserPoolId: string; ClientId: string };
  let first: string;

  before(async () => {
    pool = await UserPool.create(stack.aws, {});
    await stack.aws.cognito.send(
      new CreateResourceServerCommand({
        UserPoolId: pool.userPoolId,
        Identifier: "orders",
        Name: "orders",
        Scopes: [{ ScopeName: "read", ScopeDescription: "-" }],
      }),
    );
    await pool.addUser("jane");
  });
  beforeEach(async () => {
    const { userPoolId: UserPoolId, clientId: ClientId } = await pool.withClient({
      GenerateSecret: true,
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ["client_credentials"],
      AllowedOAuthScopes: ["orders/read"],
      ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    });
    client = { UserPoolId, ClientId };
    const { UserPoolClient } = await stack.aws.cognito.send(
      new DescribeUserPoolClientCommand(client),
    );
    first = UserPoolClient!.ClientSecret!;
  });

  const add = async (ClientSecret?: string) => {
    const { ClientSecretDescriptor } = await stack.aws.cognito.send(
      new AddUserPoolClientSecretCommand({ ...client, ClientSecret }),
    );
    return ClientSecretDescriptor!;
  };
  const list = async () =>
    (await stack.aws.cognito.send(new ListUserPoolClientSecretsCommand(client))).ClientSecrets!;
  const remove = (ClientSecretId: string | undefined) =>
    stack.aws.cognito.send(new DeleteUserPoolClientSecretCommand({ ...client, ClientSecretId }));

  /** The status of the token endpoint, asked with a header and with a form. */
  async function statuses(secret: string): Promise<[number, number]> {
    const post = async (form: Record<string, string>, headers: Record<string, string> = {}) => {
      const body = new URLSearchParams({ grant_type: "client_credentials", ...form });
      const url = `${stack.aws.url}/oauth2/token`;
      return (await fetch(url, { method: "POST", body, headers })).status;
    };
    const pair = [client.ClientId, secret].map(encodeURIComponent).join(":");
    return [
      await post({}, { authorization: `Basic ${Buffer.from(pair).toString("base64")}` }),
      await post({ client_id: client.ClientId, client_secret: secret }),
    ];
  }

  const hash = (secret: string) =>
    createHmac("sha256", secret).update(`jane${client.ClientId}`).digest("base64");
  const signIn = (secret: string) =>
    stack.aws.cognito.send(
      new InitiateAuthCommand({
        ClientId: client.ClientId,
        AuthFlow: "USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME: "jane", PASSWORD: password, SECRET_HASH: hash(secret) },
      }),
    );
  const refresh = (flow: "API" | "REFRESH_TOKEN_AUTH", token: string, secret: string) =>
    stack.aws.cognito.send(
      flow === "API"
        ? new GetTokensFromRefreshTokenCommand({
            ClientId: client.ClientId,
            ClientSecret: secret,
            RefreshToken: token,
          })
        : (new InitiateAuthCommand({
            ClientId: client.ClientId,
            AuthFlow: flow,
            AuthParameters: { REFRESH_TOKEN: token, SECRET_HASH: hash(secret) },
          }) as never),
    );

  it("are letters and digits, as the API's pattern wants them", async () => {
    for (let count = 0; count < 10; count++) {
      const { UserPoolClient } = await stack.aws.cognito.send(
        new CreateUserPoolClientCommand({
          UserPoolId: client.UserPoolId,
          ClientName: `other-${count}`,
          GenerateSecret: true,
        }),
      );
      assert.match(UserPoolClient!.ClientSecret!, /^\w{24,64}$/);
    }
  });

  it("are replaced without a moment in which none is accepted", async () => {
    const { ClientSecretValue: second } = await add();
    assert.match(second!, /^\w{24,64}$/);
    assert.deepEqual(await statuses(first), [200, 200]);
    assert.deepEqual(await statuses(second!), [200, 200]);
    assert.deepEqual(await statuses(`${second}x`), [400, 400]);
    const [oldest, newest, ...others] = await list();
    assert.deepEqual(others, []);
    assert.deepEqual(
      [oldest, newest].map((each) => each!.ClientSecretValue),
      [undefined, undefined],
    );

    await remove(oldest!.ClientSecretId);

    assert.deepEqual(await statuses(first), [400, 400]);
    assert.deepEqual(await statuses(second!), [200, 200]);
    await assert.rejects(remove(oldest!.ClientSecretId), { name: "ResourceNotFoundException" });
    await assert.rejects(remove(newest!.ClientSecretId), { name: "InvalidParameterException" });
  });

  it("may be brought along, and are two at most", async () => {
    const own = "o".repeat(24);
    const { ClientSecretValue } = await add(own);
    assert.equal(ClientSecretValue, undefined);
    assert.deepEqual(await statuses(own), [200, 200]);
    await assert.rejects(add("x".repeat(24)), { name: "LimitExceededException" });
    const [, newest] = await list();
    await remove(newest!.ClientSecretId);
    assert.deepEqual(await statuses(own), [400, 400]);
    assert.deepEqual(await statuses(first), [200, 200]);
    await assert.rejects(add("short"), { name: "InvalidParameterException" });
  });

  it("are each accepted where users sign in and refresh", async () => {
    const { ClientSecretValue: second } = await add();
    for (const secret of [first, second!]) {
      const { AuthenticationResult } = await signIn(secret);
      for (const flow of ["API", "REFRESH_TOKEN_AUTH"] as const) {
        for (const each of [first, second!]) {
          await refresh(flow, AuthenticationResult!.RefreshToken!, each);
        }
        await assert.rejects(refresh(flow, AuthenticationResult!.RefreshToken!, "x".repeat(24)), {
          name: "NotAuthorizedException",
        });
      }
    }
    await assert.rejects(signIn("x".repeat(24)), { name: "NotAuthorizedException" });
    const [oldest] = await list();
    await remove(oldest!.ClientSecretId);
    await assert.rejects(signIn(first), { name: "NotAuthorizedException" });
    await signIn(second!);
  });

  it("are not for clients without one, nor for unknown ones", async () => {
    client = { UserPoolId: pool.userPoolId, ClientId: pool.clientId };
    await assert.rejects(add(), { name: "InvalidParameterException" });
    client = { ...client, ClientId: "unknown" };
    await assert.rejects(list(), { name: "ResourceNotFoundException" });
  });
});
