import {
  CreateResourceServerCommand,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientRequest,
  DescribeUserPoolClientCommand,
  UpdateUserPoolClientCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import assert from "node:assert/strict";
import { miniStack } from "../../../cognito/testing/miniStack.ts";
import { UserPool } from "../testing/userPool.ts";

type Client = Partial<CreateUserPoolClientRequest>;

const oauth: Client = {
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthFlows: ["code"],
  AllowedOAuthScopes: ["openid"],
};
const machine: Client = {
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthFlows: ["client_credentials"],
  AllowedOAuthScopes: ["orders/read"],
};
const url = "https://app.example.com/";
const invalid = "InvalidParameterException";

describe("settings of app clients", () => {
  const stack = miniStack();
  let pool: UserPool;

  before(async () => {
    pool = await UserPool.create(stack.aws, {
      Schema: [{ Name: "email", AttributeDataType: "String", Required: true, Mutable: true }],
    });
    await stack.aws.cognito.send(
      new CreateResourceServerCommand({
        UserPoolId: pool.userPoolId,
        Identifier: "orders",
        Name: "orders",
        Scopes: [{ ScopeName: "read", ScopeDescription: "Read orders" }],
      }),
    );
  });

  const create = async (settings: Client) => {
    const { UserPoolClient } = await stack.aws.cognito.send(
      new CreateUserPoolClientCommand({
        ClientName: "app",
        ...settings,
        UserPoolId: pool.userPoolId,
      }),
    );
    return { UserPoolId: pool.userPoolId, ClientId: UserPoolClient!.ClientId };
  };
  const described = async (client: { UserPoolId: string; ClientId: string | undefined }) =>
    (await stack.aws.cognito.send(new DescribeUserPoolClientCommand(client))).UserPoolClient!;

  const full: Client = {
    ...oauth,
    CallbackURLs: [url, "http://localhost:5173/", "http://[::1]/", "myapp://signed-in"],
    LogoutURLs: [url],
    DefaultRedirectURI: url,
    SupportedIdentityProviders: ["COGNITO"],
    AccessTokenValidity: 15,
    IdTokenValidity: 15,
    RefreshTokenValidity: 2,
    TokenValidityUnits: { AccessToken: "minutes", IdToken: "minutes", RefreshToken: "hours" },
    ExplicitAuthFlows: ["ALLOW_USER_AUTH"],
    RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds: 10 },
    ReadAttributes: ["email"],
    WriteAttributes: ["email", "name"],
    PreventUserExistenceErrors: "ENABLED",
    AuthSessionValidity: 5,
    EnableTokenRevocation: false,
  };

  it("are stored, and an update resets all that it leaves out but the name and the secret", async () => {
    const client = await create({ ...full, GenerateSecret: true });
    const before = await described(client);
    for (const [key, value] of Object.entries(full)) {
      assert.deepEqual(before[key as keyof typeof before], value, key);
    }

    await stack.aws.cognito.send(new UpdateUserPoolClientCommand(client));

    const after = await described(client);
    const fresh = await described(await create({ GenerateSecret: true }));
    const constant = ({
      ClientId: _id,
      CreationDate: _created,
      LastModifiedDate: _modified,
      ClientSecret: _secret,
      ...rest
    }: typeof after) => rest;
    assert.deepEqual(constant(after), constant(fresh));
    assert.equal(after.ClientSecret, before.ClientSecret);
  });

  const refused: [what: string, Client, message: RegExp, name?: string][] = [
    [
      "a provider that the pool lacks",
      { SupportedIdentityProviders: ["Google"] },
      /The provider Google does not exist/,
    ],
    [
      "flows without scopes",
      { ...oauth, AllowedOAuthScopes: [] },
      /AllowedOAuthScopes are required/,
    ],
    [
      "a scope that no server has",
      { ...oauth, AllowedOAuthScopes: ["orders/write"] },
      /orders\/write/,
      "ScopeDoesNotExistException",
    ],
    [
      "a machine without a secret",
      machine,
      /does not have a client secret/,
      "InvalidOAuthFlowException",
    ],
    [
      "a machine that is an app as well",
      { ...machine, GenerateSecret: true, AllowedOAuthFlows: ["client_credentials", "code"] },
      /can not be selected along/,
      "InvalidOAuthFlowException",
    ],
    [
      "short access tokens",
      { AccessTokenValidity: 4, TokenValidityUnits: { AccessToken: "minutes" } },
      /Invalid range/,
    ],
    ["long access tokens", { AccessTokenValidity: 25 }, /Invalid range/],
    [
      "refresh tokens that end before access tokens",
      {
        AccessTokenValidity: 5,
        RefreshTokenValidity: 2,
        TokenValidityUnits: { RefreshToken: "hours" },
      },
      /Invalid range/,
    ],
    [
      "rotation beside plain refresh",
      {
        RefreshTokenRotation: { Feature: "ENABLED" },
        ExplicitAuthFlows: ["ALLOW_REFRESH_TOKEN_AUTH"],
      },
      /rotation cannot be enabled/,
    ],
    [
      "a long grace",
      {
        RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds: 61 },
        ExplicitAuthFlows: ["ALLOW_USER_AUTH"],
      },
      /less than or equal to 60/,
    ],
    [
      "a callback without TLS",
      { CallbackURLs: ["http://app.example.com/"] },
      /cannot use the HTTP protocol/,
    ],
    [
      "a callback on a host that begins with localhost",
      { CallbackURLs: ["http://localhost.example.com/"] },
      /cannot use the HTTP protocol/,
    ],
    ["a callback with a fragment", { CallbackURLs: [`${url}#signed-in`] }, /fragment/],
    ["a relative callback", { CallbackURLs: ["/signed-in"] }, /not an absolute URL/],
    [
      "a sign-out URL without TLS",
      { LogoutURLs: ["http://app.example.com/"] },
      /cannot use the HTTP protocol/,
    ],
    [
      "a default callback that is not listed",
      { CallbackURLs: [url], DefaultRedirectURI: `${url}other` },
      /one of CallbackURLs/,
    ],
    [
      "a read right to an unknown attribute",
      { ReadAttributes: ["custom:none"] },
      /Invalid read attributes/,
    ],
    [
      "a write right to an unknown attribute",
      { WriteAttributes: ["email", "custom:none"] },
      /Invalid write attributes/,
    ],
    [
      "no write right to a required attribute",
      { WriteAttributes: ["name"] },
      /Invalid write attributes/,
    ],
    [
      "the caller's address without a secret",
      { EnablePropagateAdditionalUserContextData: true },
      /requires a client with a secret/,
    ],
  ];
  for (const [what, settings, message, name = invalid] of refused) {
    it(`are refused with ${what}`, async () => {
      await assert.rejects(create(settings), { name, message });
      const client = await create({ GenerateSecret: settings.GenerateSecret });
      const { GenerateSecret: _, ...changes } = settings;
      await assert.rejects(
        stack.aws.cognito.send(new UpdateUserPoolClientCommand({ ...client, ...changes })),
        { name, message },
      );
    });
  }

  it("of a machine are accepted", async () => {
    const client = await create({ ...machine, GenerateSecret: true });

    assert.deepEqual((await described(client)).AllowedOAuthScopes, ["orders/read"]);
  });
});
