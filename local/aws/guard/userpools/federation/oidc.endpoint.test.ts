import {
  AdminDisableUserCommand,
  AdminGetUserCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import assert from "node:assert/strict";
import { miniStack } from "../../../cognito/testing/miniStack.ts";
import { Browser } from "./testing/browser.ts";
import { callback, challengeOf, FederatedPool } from "./testing/federatedPool.ts";
import { OidcServer } from "./testing/oidcServer.ts";

const verifier = "v".repeat(64);

/** A real OpenID Connect server; the browser has no pages. It does not prove the texts of errors. */
describe("sign-in by an OpenID Connect provider", () => {
  const stack = miniStack();
  let server: OidcServer;
  let pool: FederatedPool;
  let other: FederatedPool;

  before(async () => {
    server = await OidcServer.start(`${stack.aws.url}/oauth2/idpresponse`);
    pool = await FederatedPool.create(stack.aws, {
      Schema: [{ Name: "tenant", AttributeDataType: "String", Mutable: true }],
    });
    await pool.addProvider("Work", server.details, { IdpIdentifiers: ["example.com"] });
    await pool.addProvider("Home", server.details);
    other = await pool.withClient(["Home"]);
    pool = await pool.withClient(["Work"]);
  });
  after(() => server?.close());

  const signInAs = (sub: string, claims: object = {}) => {
    server.user = { sub, email: `${sub}@example.com`, email_verified: true, name: sub, ...claims };
    return pool.signIn("Work");
  };
  const userOf = async (Username: string) => {
    const UserPoolId = pool.pool.userPoolId;
    return stack.aws.cognito.send(new AdminGetUserCommand({ UserPoolId, Username }));
  };

  it("gives tokens of a user who is named after the provider", async () => {
    server.user = { sub: "Ann", email: "ann@example.com", email_verified: true, name: "Ann" };

    const { id, access, reply } = await pool.signIn("Work", { nonce: "of-the-app" });

    assert.equal(id["cognito:username"], "Work_Ann");
    assert.equal(id["email"], "ann@example.com");
    assert.equal(id["email_verified"], true);
    assert.equal(id["nonce"], "of-the-app");
    assert.deepEqual(access["cognito:groups"], [`${pool.pool.userPoolId}_Work`]);
    assert.equal(id["sub"], access["sub"]);
    assert.ok(reply["refresh_token"]);
    assert.equal((await userOf("Work_Ann")).UserStatus, "EXTERNAL_PROVIDER");
  });

  it("finds the user again, with new attributes", async () => {
    const first = await signInAs("bob");
    const second = await signInAs("bob", { name: "Bobby", email_verified: false });

    assert.equal(second.id["sub"], first.id["sub"]);
    assert.equal(second.id["name"], "Bobby");
    assert.equal(second.id["email_verified"], false);
  });

  it("finds the provider by an identifier, such as a domain", async () => {
    server.user = { sub: "cy", email: "cy@example.com" };
    const url = pool.authorizeUrl({ idp_identifier: "example.com" });

    const visit = await new Browser().visit(url, callback);

    assert.ok(new URL(visit.url).searchParams.get("code"));
  });

  it("stores only mapped claims", async () => {
    const claims = { "custom:tenant": "of-others", groups: ["admins"], phone_number: "+4912345" };
    const { id } = await signInAs("dan", claims);

    const { UserAttributes } = await userOf("Work_dan");

    const names = UserAttributes!.map(({ Name }) => Name).toSorted();
    assert.deepEqual(names, ["email", "email_verified", "identities", "name", "sub"]);
    assert.equal(id["custom:tenant"], undefined);
  });

  it("refuses mapped attributes that the client may not write", async () => {
    const narrow = await pool.withClient(["Work"], { WriteAttributes: ["email"] });
    server.user = { sub: "eve", email: "eve@example.com", name: "Eve" };

    const { error, error_description: text } = await narrow.begin("Work");

    assert.equal(error, "invalid_request");
    assert.match(text!, /name/);
    await assert.rejects(userOf("Work_eve"), { name: "UserNotFoundException" });
  });

  describe("refuses", () => {
    const codeFor = async (sub: string, parameters: Record<string, string> = {}) => {
      server.user = { sub, email: `${sub}@example.com` };
      const { code } = await pool.begin("Work", parameters);
      return code!;
    };
    const assertRefused = async (reply: ReturnType<FederatedPool["redeem"]>) => {
      const { error, access_token: token } = await reply;
      assert.equal(error, "invalid_grant");
      assert.equal(token, undefined);
    };

    it("a code without its verifier, or with another one", async () => {
      const code = await codeFor("fay", challengeOf(verifier));

      await assertRefused(pool.redeem(code));
      await assertRefused(pool.redeem(code, { code_verifier: "w".repeat(64) }));

      assert.ok((await pool.redeem(code, { code_verifier: verifier }))["access_token"]);
    });

    it("PKCE by the method plain", async () => {
      const downgrade = { code_challenge: verifier, code_challenge_method: "plain" };

      const { error, code } = await pool.begin("Work", downgrade);

      assert.equal(error, "invalid_request");
      assert.equal(code, undefined);
    });

    it("a code twice", async () => {
      const code = await codeFor("fay");
      await pool.redeem(code);

      await assertRefused(pool.redeem(code));
    });

    it("a code of another client, and one for another address", async () => {
      const code = await codeFor("fay");

      await assertRefused(other.redeem(code));
      await assertRefused(pool.redeem(code, { redirect_uri: `${callback}/` }));
    });

    it("a disabled user, also if the code was issued before", async () => {
      const code = await codeFor("gus");
      const user = { UserPoolId: pool.pool.userPoolId, Username: "Work_gus" };
      await stack.aws.cognito.send(new AdminDisableUserCommand(user));

      await assertRefused(pool.redeem(code));
      const { error, error_description: text } = await pool.begin("Work");
      assert.equal(error, "invalid_request");
      assert.match(text!, /disabled/);
    });

    it("a user who has signed up with a provider's name", async () => {
      await pool.pool.addUser("Work_hal", { email: "thief@example.com" });
      server.user = { sub: "hal", email: "hal@example.com" };

      const { error, code } = await pool.begin("Work");

      assert.equal(error, "invalid_request");
      assert.equal(code, undefined);
    });

    for (const [title, parameters] of [
      ["a provider that the client does not have", { identity_provider: "Home" }],
      ["a provider that the pool does not have", { identity_provider: "Nowhere" }],
      ["an identifier of no provider", { identity_provider: "", idp_identifier: "other.com" }],
      ["another callback URL", { redirect_uri: "https://evil.example/callback" }],
      ["a callback URL with an addition", { redirect_uri: `${callback}.evil.example` }],
      ["a callback URL in another spelling", { redirect_uri: callback.toUpperCase() }],
      ["another client", { client_id: "unknown" }],
    ] as const) {
      it(`${title}, without a redirect`, async () => {
        const parameterised = pool.authorizeUrl({ identity_provider: "Work", ...parameters });

        const response = await new Browser().send(parameterised);

        assert.equal(response.status, 400);
        assert.equal(response.headers.get("location"), null);
      });
    }

    it("parameters that come twice", async () => {
      const url = `${pool.authorizeUrl({ identity_provider: "Work" })}&redirect_uri=https://evil.example`;

      assert.equal((await new Browser().send(url)).status, 400);
    });

    it("another response type, and a scope that the client does not have", async () => {
      const token = await pool.begin("Work", { response_type: "token" });
      const scope = await pool.begin("Work", { scope: "openid phone", state: "s" });

      assert.equal(token["error"], "unsupported_response_type");
      assert.deepEqual(
        [scope["error"], scope["code"], scope["state"]],
        ["invalid_request", undefined, "s"],
      );
    });

    it("a client without the code flow", async () => {
      const without = await pool.withClient(["Work"], { AllowedOAuthFlowsUserPoolClient: false });

      assert.equal((await without.begin("Work"))["error"], "unauthorized_client");
    });
  });
});
