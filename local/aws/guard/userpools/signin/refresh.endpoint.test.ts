import {
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminInitiateAuthCommand,
  AdminUserGlobalSignOutCommand,
  type AuthenticationResultType,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientRequest,
  DeleteUserCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  RevokeTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import { miniStack } from "../../../cognito/testing/miniStack.ts";
import { password, UserPool } from "../testing/userPool.ts";

const rotation = (RetryGracePeriodSeconds: number) => ({
  ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH"] as const,
  RefreshTokenRotation: { Feature: "ENABLED" as const, RetryGracePeriodSeconds },
});
const flows = [
  "ALLOW_USER_PASSWORD_AUTH" as const,
  "ALLOW_ADMIN_USER_PASSWORD_AUTH" as const,
  "ALLOW_REFRESH_TOKEN_AUTH" as const,
];
const unauthorized = { name: "NotAuthorizedException" };
const reused = { name: "RefreshTokenReuseException" };

/**
 * Sources: Cognito Developer Guide, "Refresh tokens", "Ending user sessions with token revocation"; API Reference,
 * "RefreshTokenRotationType". It does not prove texts of errors.
 */
describe("refresh tokens of a user pool", () => {
  const stack = miniStack();
  let pool: UserPool;
  let count = 0;
  let name: string;

  before(async () => {
    pool = await UserPool.create(stack.aws, {}, { ExplicitAuthFlows: flows });
  });
  beforeEach(async () => {
    name = `user-${count++}`;
    await pool.addUser(name);
  });

  const send: typeof stack.aws.cognito.send = ((command: never) =>
    stack.aws.cognito.send(command)) as never;
  const enter = async ({ clientId: ClientId } = pool): Promise<AuthenticationResultType> => {
    const AuthParameters = { USERNAME: name, PASSWORD: password };
    const input = { ClientId, AuthFlow: "USER_PASSWORD_AUTH" as const, AuthParameters };
    return (await send(new InitiateAuthCommand(input))).AuthenticationResult!;
  };
  const renew = async (RefreshToken: string | undefined, { clientId: ClientId } = pool) => {
    const input = { ClientId, RefreshToken };
    return (await send(new GetTokensFromRefreshTokenCommand(input))).AuthenticationResult!;
  };
  const renewByFlow = (REFRESH_TOKEN: string | undefined, { clientId: ClientId } = pool) =>
    send(
      new InitiateAuthCommand({
        ClientId,
        AuthFlow: "REFRESH_TOKEN_AUTH",
        AuthParameters: { REFRESH_TOKEN: REFRESH_TOKEN! },
      }),
    );
  const claims = (text: string | undefined) =>
    JSON.parse(Buffer.from(text!.split(".")[1]!, "base64url").toString()) as Record<
      string,
      unknown
    >;

  it("renew the others in both ways, and keep the time of the sign-in", async () => {
    const tokens = await enter();
    const renewed = await renew(tokens.RefreshToken);
    const again = await renewByFlow(tokens.RefreshToken);

    assert.equal(renewed.RefreshToken, undefined);
    assert.equal(again.AuthenticationResult!.RefreshToken, undefined);
    for (const claim of ["auth_time", "origin_jti", "sub"]) {
      assert.equal(claims(renewed.AccessToken)[claim], claims(tokens.AccessToken)[claim], claim);
    }
    assert.notEqual(claims(renewed.AccessToken)["jti"], claims(tokens.AccessToken)["jti"]);
  });

  it("rotate, once each without a grace time", async () => {
    const rotating = await pool.withClient(rotation(0) as never);
    const { RefreshToken: first } = await enter(rotating);
    await assert.rejects(renewByFlow(first, rotating), { name: "InvalidParameterException" });
    const { RefreshToken: second } = await renew(first, rotating);
    assert.ok(second);

    await assert.rejects(renew(first, rotating), reused);
    const { RefreshToken: third } = await renew(second, rotating);
    await assert.rejects(renew(second, rotating), reused);
    assert.equal(claims(third)["exp"], claims(first)["exp"]);
    const parallel = await Promise.allSettled(
      Array.from({ length: 10 }, () => renew(third, rotating)),
    );
    assert.equal(parallel.filter(({ status }) => status === "fulfilled").length, 1);
  });

  it("rotate with a grace time for retries", async () => {
    const rotating = await pool.withClient(rotation(60) as never);
    const { RefreshToken } = await enter(rotating);

    const renewed = [await renew(RefreshToken, rotating), await renew(RefreshToken, rotating)];

    assert.equal(new Set(renewed.map(({ RefreshToken: text }) => text)).size, 2);
  });

  for (const [what, client] of Object.entries<Partial<CreateUserPoolClientRequest>>({
    "with the former flow": {
      ...(rotation(0) as object),
      ExplicitAuthFlows: ["ALLOW_REFRESH_TOKEN_AUTH"],
    },
    "with a long grace time": rotation(61) as never,
  })) {
    it(`can't rotate ${what}`, async () => {
      const { userPoolId: UserPoolId } = pool;
      await assert.rejects(
        send(new CreateUserPoolClientCommand({ UserPoolId, ClientName: "x", ...client })),
        { name: "InvalidParameterException" },
      );
    });
  }

  it("belong to one client", async () => {
    const { RefreshToken } = await enter();
    const other = await pool.withClient({ ExplicitAuthFlows: flows });
    const revoke = new RevokeTokenCommand({ ClientId: other.clientId, Token: RefreshToken });

    await assert.rejects(renew(RefreshToken, other), unauthorized);
    await assert.rejects(renewByFlow(RefreshToken, other), unauthorized);
    await assert.rejects(send(revoke), { name: "UnauthorizedException" });
    assert.ok(await renew(RefreshToken));
  });

  it("are no other tokens, nor made up", async () => {
    const { AccessToken, IdToken, RefreshToken } = await enter();
    const [head, , signature] = RefreshToken!.split(".");
    const body = { ...claims(RefreshToken), exp: 9_999_999_999 };
    const forged = `${head}.${Buffer.from(JSON.stringify(body)).toString("base64url")}.${signature}`;

    for (const text of [AccessToken, IdToken, forged, "x"]) {
      await assert.rejects(renew(text), unauthorized);
      await assert.rejects(renewByFlow(text), unauthorized);
    }
  });

  it("expire", async () => {
    const brief = await pool.withClient({
      ExplicitAuthFlows: flows,
      RefreshTokenValidity: 1,
      TokenValidityUnits: { RefreshToken: "seconds" },
    });
    const { RefreshToken } = await enter(brief);
    // Its end is written in the token, in whole seconds.
    await wait(Number(claims(RefreshToken)["exp"]) * 1000 - Date.now() + 10);

    await assert.rejects(renew(RefreshToken, brief), unauthorized);
  });

  const user = () => ({ UserPoolId: pool.userPoolId, Username: name });
  const endings: Record<string, (tokens: AuthenticationResultType) => Promise<unknown>> = {
    RevokeToken: ({ RefreshToken: Token }) =>
      send(new RevokeTokenCommand({ ClientId: pool.clientId, Token })),
    GlobalSignOut: ({ AccessToken }) => send(new GlobalSignOutCommand({ AccessToken })),
    AdminUserGlobalSignOut: () => send(new AdminUserGlobalSignOutCommand(user())),
    AdminDisableUser: () => send(new AdminDisableUserCommand(user())),
    "AdminDisableUser and AdminEnableUser": async () => {
      await send(new AdminDisableUserCommand(user()));
      await send(new AdminEnableUserCommand(user()));
    },
    DeleteUser: ({ AccessToken }) => send(new DeleteUserCommand({ AccessToken })),
    "DeleteUser and the same name again": async ({ AccessToken }) => {
      await send(new DeleteUserCommand({ AccessToken }));
      await pool.addUser(name);
    },
  };
  for (const [what, end] of Object.entries(endings)) {
    it(`end with ${what}, and so do their access tokens`, async () => {
      const tokens = await enter();
      const { AccessToken } = await renew(tokens.RefreshToken);
      await end(tokens);

      await assert.rejects(renew(tokens.RefreshToken), unauthorized);
      for (const token of [tokens.AccessToken, AccessToken]) {
        await assert.rejects(send(new GetUserCommand({ AccessToken: token })));
      }
      if (what === "RevokeToken") assert.ok(await enter());
    });
  }

  it("can't be revoked where the client turns it off", async () => {
    const lasting = await pool.withClient({
      ExplicitAuthFlows: flows,
      EnableTokenRevocation: false,
    });
    const { AccessToken, RefreshToken: Token } = await enter(lasting);

    assert.equal(claims(AccessToken)["origin_jti"], undefined);
    await assert.rejects(send(new RevokeTokenCommand({ ClientId: lasting.clientId, Token })), {
      name: "UnsupportedOperationException",
    });
  });

  it("need ALLOW_REFRESH_TOKEN_AUTH for the former flow, also of administrators", async () => {
    const without = await pool.withClient({});
    const { userPoolId: UserPoolId, clientId: ClientId } = without;
    const { RefreshToken } = await enter(without);
    const input = { ClientId, AuthParameters: { REFRESH_TOKEN: RefreshToken! } };

    for (const command of [
      new InitiateAuthCommand({ ...input, AuthFlow: "REFRESH_TOKEN_AUTH" }),
      new AdminInitiateAuthCommand({ ...input, UserPoolId, AuthFlow: "REFRESH_TOKEN_AUTH" }),
    ]) {
      await assert.rejects(send(command as never), { name: "InvalidParameterException" });
    }
  });
});
