import {
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  CreateManagedLoginBrandingCommand,
  CreateUserPoolDomainCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import assert from "node:assert/strict";
import { miniStack } from "../../../cognito/testing/miniStack.ts";
import { Browser } from "../federation/testing/browser.ts";
import { password, UserPool } from "../testing/userPool.ts";
import { callback, pkce, verifier, Visitor } from "./testing/visitor.ts";

const codeClient = {
  AllowedOAuthFlows: ["code" as const],
  AllowedOAuthScopes: ["openid"],
  AllowedOAuthFlowsUserPoolClient: true,
  CallbackURLs: [callback, "com.example.app://done"],
  LogoutURLs: ["http://localhost:5173/bye"],
};

/** Sources: RFC 6749, 10; RFC 7636, 4.4 and 4.6; RFC 9700, 2.1 and 4. */
describe("managed login refuses", () => {
  const stack = miniStack();
  let pool: UserPool;
  let other: UserPool;
  const another = async (client = {}) => pool.withClient({ ...codeClient, ...client });

  before(async () => {
    pool = await UserPool.create(stack.aws, { UserPoolTier: "ESSENTIALS" }, codeClient);
    other = await another();
    await pool.addUser("ann");
  });

  describe("addresses that the client does not list, and leads nowhere:", () => {
    for (const [title, address] of [
      ["another one", "https://attacker.example/callback"],
      ["one that begins alike", `${callback}.attacker.example`],
      ["a longer path", `${callback}/x`],
      ["a query", `${callback}?next=https://attacker.example`],
      ["a fragment", `${callback}#x`],
      ["another case", callback.toUpperCase()],
      ["an encoded letter", callback.replace("callback", "%63allback")],
      ["a way back", `${callback}/../callback`],
      ["user information", callback.replace("//", "//attacker@")],
      ["a backslash", callback.replace("//", "/\\")],
      ["another port", callback.replace("5173", "5174")],
      ["a space", ` ${callback}`],
      ["a line break", `${callback}\r\nset-cookie: a=b`],
      ["a script", "javascript:alert(1)"],
    ] as const) {
      it(title, async () => {
        const visitor = new Visitor(pool);
        const client_id = pool.clientId;
        for (const { status, location } of [
          await visitor.open({ redirect_uri: address }),
          await visitor.open({ redirect_uri: address, response_type: "token" }),
          await visitor.open({ redirect_uri: address, prompt: "none" }),
          await visitor.open({ redirect_uri: address }, "/login"),
          await visitor.get(`/logout?${new URLSearchParams({ client_id, logout_uri: address })}`),
        ]) {
          assert.equal(status, 400);
          assert.equal(location, undefined);
        }
      });
    }

    it("a parameter twice", async () => {
      const query = new URLSearchParams({ client_id: pool.clientId, response_type: "code" });
      query.append("redirect_uri", callback);
      query.append("redirect_uri", "https://attacker.example");

      assert.equal((await new Visitor(pool).get(`/oauth2/authorize?${query}`)).status, 400);
    });

    it("any, if the client lists none for sign-out", async () => {
      const { clientId: client_id } = await another({ LogoutURLs: [] });
      const query = new URLSearchParams({ client_id, logout_uri: callback });

      assert.equal((await new Visitor(pool).get(`/logout?${query}`)).status, 400);
    });

    it("one that a form brings along, with all that came with the request", async () => {
      const visitor = new Visitor(pool);
      await visitor.open({ ...pkce, state: "own" });
      const forged = { redirect_uri: "https://attacker.example", state: "x", code_challenge: "" };

      const { location, app } = await visitor.send({ username: "ann", password, ...forged });

      assert.ok(location!.startsWith(`${callback}?`));
      assert.equal(app["state"], "own");
      assert.equal((await redeem(app["code"]!, { code_verifier: "" }))["error"], "invalid_grant");
    });
  });

  const redeem = async (code: string, form: Record<string, string> = {}) => {
    const response = await fetch(`${stack.aws.url}/oauth2/token`, {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "authorization_code",
        client_id: pool.clientId,
        redirect_uri: callback,
        code,
        ...form,
      }),
    });
    return (await response.json()) as Record<string, string>;
  };

  for (const [title, parameters] of [
    ["the method plain", { code_challenge: verifier, code_challenge_method: "plain" }],
    ["a challenge without its method", { code_challenge: pkce.code_challenge }],
    ["a method without a challenge", { code_challenge_method: "S256" }],
  ] as const) {
    it(`${title} for PKCE`, async () => {
      const { status, app } = await new Visitor(pool).open({ state: "s", ...parameters });

      assert.equal(status, 302);
      assert.deepEqual([app["error"], app["state"]], ["invalid_request", "s"]);
    });
  }

  it("a code without its verifier, with another, twice, or by another client", async () => {
    const code = async () => (await new Visitor(pool).signIn("ann", pkce)).app["code"]!;
    const right = { code_verifier: verifier };
    const spent = await code();
    assert.ok((await redeem(spent, right))["access_token"]);

    for (const reply of [
      await redeem(spent, right),
      await redeem(await code()),
      await redeem(await code(), { code_verifier: "w".repeat(64) }),
      await redeem(await code(), { code_verifier: pkce.code_challenge }),
      await redeem(await code(), { ...right, client_id: other.clientId }),
      await redeem(await code(), { ...right, redirect_uri: "com.example.app://done" }),
    ]) {
      assert.equal(reply["error"], "invalid_grant");
    }
  });

  it("another browser's page, a form without its cookie, and a page twice", async () => {
    const victim = new Visitor(pool);
    const own = new Browser();
    const page = async (visitor: Visitor) =>
      /name="page" value="([^"]+)"/.exec((await visitor.open()).text)![1]!;
    const attacker = new Visitor(pool, own);
    const planted = await page(attacker);
    await page(victim);

    for (const visitor of [victim, new Visitor(pool)]) {
      const { status, location } = await visitor.send({ page: planted, username: "ann", password });
      assert.deepEqual([status, location], [400, undefined]);
    }
    assert.ok((await attacker.send({ username: "ann", password })).app["code"]);
    assert.equal((await attacker.send({ page: planted, username: "ann", password })).status, 400);
  });

  it("markup in what apps and users say", async () => {
    const markup = `"><script>alert(1)</script>'`;
    const visitor = new Visitor(pool);
    const shown = [
      await visitor.open({ login_hint: markup, lang: markup, state: markup, nonce: markup }),
      await visitor.send({ username: markup, password: "x" }),
    ];

    for (const { text, headers } of shown) {
      assert.doesNotMatch(text, /<script/);
      const policy = headers.get("content-security-policy")!;
      assert.match(policy, /default-src 'none'/);
      assert.match(policy, /frame-ancestors 'none'/);
      assert.doesNotMatch(policy, /unsafe/);
    }
    const { clientId: client_id } = pool;
    const refused = await visitor.open({ client_id: `${client_id}${markup}` });
    assert.doesNotMatch(refused.headers.get("content-type")!, /html/);
  });

  it("clients without the code flow, and scopes that they lack", async () => {
    const flowless = await another({ AllowedOAuthFlowsUserPoolClient: false });

    const { app: none } = await new Visitor(flowless).open();
    const { app: implicit } = await new Visitor(pool).open({ response_type: "token" });
    const { app: scope } = await new Visitor(pool).open({ scope: "openid email" });

    assert.equal(none["error"], "unauthorized_client");
    assert.equal(implicit["error"], "unsupported_response_type");
    assert.equal(scope["error"], "invalid_request");
  });

  describe("single sign-on", () => {
    const cookieOf = (headers: Headers) =>
      headers.getSetCookie().find((each) => each.startsWith("cognito="))!;

    it("but signs in again without a password, at other clients of the pool too", async () => {
      const visitor = new Visitor(pool);
      const { headers } = await visitor.signIn("ann");
      const elsewhere = new Visitor(other, visitor.browser);

      assert.ok((await elsewhere.open({ ...pkce, prompt: "none" })).app["code"]);
      assert.match(cookieOf(headers), /Max-Age=3600; HttpOnly; SameSite=Lax$/);
      assert.match((await visitor.open({ prompt: "login" })).text, /name="password"/);
    });

    it("of nobody, of another pool and of another way in", async () => {
      const { app } = await new Visitor(pool).open({ prompt: "none", state: "s" });
      assert.deepEqual([app["error"], app["state"]], ["login_required", "s"]);
      const visitor = new Visitor(pool);
      await visitor.signIn("ann");
      const foreign = await UserPool.create(stack.aws, {}, codeClient);
      await foreign.addUser("ann");

      const { app: at } = await new Visitor(foreign, visitor.browser).open({ prompt: "none" });

      assert.equal(at["error"], "login_required");
    });

    it("of a disabled user, and after the sign-out", async () => {
      await pool.addUser("bob");
      const visitor = new Visitor(pool);
      await visitor.signIn("bob");
      const user = { UserPoolId: pool.userPoolId, Username: "bob" };
      await stack.aws.cognito.send(new AdminDisableUserCommand(user));
      const disabled = await visitor.open({ prompt: "none" });
      await stack.aws.cognito.send(new AdminEnableUserCommand(user));
      await visitor.signIn("bob");
      const { clientId: client_id } = pool;
      const logout_uri = "http://localhost:5173/bye";

      const out = await visitor.get(`/logout?${new URLSearchParams({ client_id, logout_uri })}`);

      assert.equal(disabled.app["error"], "login_required");
      assert.equal(out.location, logout_uri);
      assert.match(cookieOf(out.headers), /^cognito=; .*Max-Age=0/);
      assert.equal((await visitor.open({ prompt: "none" })).app["error"], "login_required");
    });

    it("at the page to which a sign-out leads back", async () => {
      const visitor = new Visitor(pool);
      await visitor.signIn("ann");
      const back = { client_id: pool.clientId, redirect_uri: callback, response_type: "code" };

      const { location } = await visitor.get(`/logout?${new URLSearchParams(back)}`);

      assert.match((await visitor.get(location!)).text, /name="password"/);
    });
  });

  it("pages without a style where the domain has managed login, as Cognito does", async () => {
    const styled = await UserPool.create(stack.aws, { UserPoolTier: "ESSENTIALS" }, codeClient);
    const { userPoolId: UserPoolId, clientId: ClientId } = styled;
    const style = { UserPoolId, ClientId, UseCognitoProvidedValues: true };
    await stack.aws.cognito.send(
      new CreateUserPoolDomainCommand({ UserPoolId, Domain: "styled", ManagedLoginVersion: 2 }),
    );
    assert.match((await new Visitor(styled).open()).text, /Login pages unavailable/);

    await stack.aws.cognito.send(new CreateManagedLoginBrandingCommand(style));

    assert.match((await new Visitor(styled).open()).text, /name="password"/);
  });
});
