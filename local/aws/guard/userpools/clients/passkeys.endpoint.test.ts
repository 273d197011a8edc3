import assert from "node:assert/strict";
import { build } from "esbuild";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { miniStack } from "../../../cognito/testing/miniStack.ts";
import { PasskeyPool } from "../passkeys/testing/passkeyPool.ts";
import { password } from "../testing/userPool.ts";
import { Chromium, needsChromium } from "../../../../../tests/support/chromium.ts";

const page = `
  import { Amplify } from "aws-amplify";
  import * as auth from "aws-amplify/auth";
  Object.assign(globalThis, { Amplify, auth });
`;

/** A page with aws-amplify as published in Chromium, which makes and uses the passkeys itself. */
describe("passkeys of aws-amplify in a browser", function () {
  this.timeout(60_000);
  const stack = miniStack();
  let users: PasskeyPool;
  let server: Server;
  let browser: Chromium | undefined;

  before(async function () {
    needsChromium(this);
    users = await PasskeyPool.create(stack.aws, { UserVerification: "required" });
    await users.pool.addUser("jane", { email: "jane@example.com" });
    const { outputFiles } = await build({
      stdin: { contents: page, resolveDir: process.cwd() },
      bundle: true,
      format: "iife",
      platform: "browser",
      write: false,
    });
    const html = `<script>${outputFiles[0]!.text.replaceAll("</script", "<\\/script")}</script>`;
    server = createServer((_request, response) => {
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(html);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    browser = await Chromium.open(`http://localhost:${(server.address() as AddressInfo).port}/`);
    await browser.addAuthenticator();
    const Cognito = {
      userPoolId: users.pool.userPoolId,
      userPoolClientId: users.pool.clientId,
      userPoolEndpoint: stack.aws.url,
    };
    await browser.evaluate(`Amplify.configure(${JSON.stringify({ Auth: { Cognito } })})`);
  });
  after(async () => {
    await browser?.close();
    server?.close();
    server?.closeAllConnections();
  });

  const signIn = (options: object) =>
    browser!.evaluate<{ isSignedIn: boolean }>(`auth.signIn(${JSON.stringify(options)})`);
  const withPasskey = {
    username: "jane",
    options: { authFlowType: "USER_AUTH", preferredChallenge: "WEB_AUTHN" },
  };

  it("are registered, sign in, are listed and deleted", async () => {
    await signIn({ username: "jane", password, options: { authFlowType: "USER_PASSWORD_AUTH" } });
    await browser!.evaluate("auth.associateWebAuthnCredential()");
    await browser!.evaluate("auth.signOut()");

    const { isSignedIn } = await signIn(withPasskey);

    assert.equal(isSignedIn, true);
    const email = await browser!.evaluate(
      "auth.fetchAuthSession().then(({ tokens }) => tokens.idToken.payload.email)",
    );
    assert.equal(email, "jane@example.com");
    const list = "auth.listWebAuthnCredentials().then(({ credentials }) => credentials)";
    const [credential, ...others] =
      await browser!.evaluate<{ credentialId: string; relyingPartyId: string }[]>(list);
    assert.equal(credential?.relyingPartyId, "localhost");
    assert.deepEqual(others, []);
    await browser!.evaluate(
      `auth.deleteWebAuthnCredential({ credentialId: "${credential!.credentialId}" })`,
    );
    assert.deepEqual(await browser!.evaluate(list), []);
  });

  it("sign in again and again, with a counter that grows", async () => {
    await browser!.evaluate("auth.signOut()");
    await signIn({ username: "jane", password, options: { authFlowType: "USER_PASSWORD_AUTH" } });
    await browser!.evaluate("auth.associateWebAuthnCredential()");
    for (let count = 0; count < 2; count++) {
      await browser!.evaluate("auth.signOut()");
      assert.equal((await signIn(withPasskey)).isSignedIn, true);
    }
  });

  it("are one of the first factors that a user chooses from", async () => {
    await browser!.evaluate("auth.signOut()");
    const { nextStep } = await browser!.evaluate<{
      nextStep: { signInStep: string; availableChallenges: string[] };
    }>('auth.signIn({ username: "jane", options: { authFlowType: "USER_AUTH" } })');
    assert.equal(nextStep.signInStep, "CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION");
    assert.ok(nextStep.availableChallenges.includes("WEB_AUTHN"));

    const { isSignedIn } = await browser!.evaluate<{ isSignedIn: boolean }>(
      'auth.confirmSignIn({ challengeResponse: "WEB_AUTHN" })',
    );

    assert.equal(isSignedIn, true);
  });
});
