import {
  AdminSetUserMFAPreferenceCommand,
  type CreateUserPoolClientRequest,
} from "@aws-sdk/client-cognito-identity-provider";
import assert from "node:assert/strict";
import { miniStack } from "../../local/aws/cognito/testing/miniStack.ts";
import {
  Authenticator,
  codeFor,
  poolWithEverything,
} from "../../local/aws/guard/userpools/clients/testing/pools.ts";
import { PasskeyPool } from "../../local/aws/guard/userpools/passkeys/testing/passkeyPool.ts";
import { password, type UserPool } from "../../local/aws/guard/userpools/testing/userPool.ts";
import { plainApp, type SignedIn } from "./testing/app.ts";
import { openBrowser, serveApp } from "./testing/pages.ts";

/** Second factors and passkeys on the pages, as a person uses them. */
describe("the pages in a browser", function () {
  this.timeout(60_000);
  const stack = miniStack();
  const served = serveApp(stack);
  const opened = openBrowser(served);

  const client = (): Partial<CreateUserPoolClientRequest> => ({
    AllowedOAuthFlows: ["code"],
    AllowedOAuthScopes: ["openid", "email", "profile"],
    AllowedOAuthFlowsUserPoolClient: true,
    CallbackURLs: [`${served.app.url}/callback`],
  });
  /** Opens the pages for an app of the pool. */
  const open = async ({ clientId }: UserPool) => {
    await served.app.use(plainApp(served.pages, clientId));
    await opened.browser.visit(`${served.app.url}/`);
    await opened.browser.follow("signIn()", served.pages);
  };
  /** Fills the form in and sends it, by a button if one is named. @returns what the next page says */
  const send = async (fields: Record<string, string>, button?: string, to = served.pages) => {
    await opened.browser.follow(
      `const form = document.forms[0], fields = ${JSON.stringify(fields)};
      for (const [name, value] of Object.entries(fields)) form.elements[name].value = value;
      const wanted = [...form.querySelectorAll("button")].find(
        ({ textContent }) => textContent === ${JSON.stringify(button)});
      wanted ? wanted.click() : form.requestSubmit();`,
      to,
    );
    return opened.browser.evaluate<string>("document.body.innerText");
  };
  const finish = async (fields: Record<string, string>, button?: string) => {
    await send(fields, button, `${served.app.url}/callback`);
    return opened.browser.evaluate<SignedIn>("finish()");
  };

  describe("of a pool that wants second factors", () => {
    let pool: UserPool;

    before(async () => {
      pool = await poolWithEverything(stack.aws, "ON", client());
    });

    it("let a user set an authenticator app up, and ask for its code from then on", async () => {
      const username = "ann@example.com";
      await pool.addUser(username, { email: username });
      await open(pool);
      await send({ username, password });
      await send({}, "Set up an authenticator app");
      const secret = await opened.browser.evaluate<string>(
        "document.querySelector('code').textContent",
      );
      const authenticator = new Authenticator(secret);
      const first = await finish({ answer: authenticator.next() });
      await opened.browser.forgetCookies();

      await open(pool);
      const asked = await send({ username, password });
      const wrong = await send({ answer: "000000" });
      const { user } = await finish({ answer: authenticator.next() });

      assert.equal(first.user?.["email"], username);
      assert.match(asked, /Your authenticator app shows the code/);
      assert.match(wrong, /Enter the code/);
      assert.equal(user?.["sub"], first.user["sub"]);
    });

    it("send a code by mail to users who prefer that", async () => {
      const username = "bob@example.com";
      await pool.addUser(username, { email: username, email_verified: "true" });
      await pool.aws.cognito.send(
        new AdminSetUserMFAPreferenceCommand({
          UserPoolId: pool.userPoolId,
          Username: username,
          EmailMfaSettings: { Enabled: true, PreferredMfa: true },
        }),
      );
      await open(pool);

      const asked = await send({ username, password });
      const wrong = await send({ answer: "00000000" });
      const { user } = await finish({ answer: await codeFor(stack.aws, username) });

      assert.match(asked, /A code was sent to b\*\*\*@e\*\*\*/);
      assert.match(wrong, /Invalid code/);
      assert.equal(user?.["email"], username);
    });
  });

  it("sign in with a passkey that the browser has made", async () => {
    await opened.browser.addAuthenticator();
    const users = await PasskeyPool.create(stack.aws, { UserVerification: "required" });
    const flows = ["ALLOW_USER_AUTH" as const, "ALLOW_USER_PASSWORD_AUTH" as const];
    const pool = await users.pool.withClient({ ...client(), ExplicitAuthFlows: flows });
    await pool.addUser("cy", { email: "cy@example.com" });
    const token = await pool.signIn("cy");
    await opened.browser.visit(`${served.app.url}/`);
    const options = JSON.stringify(await users.start(token));
    const credential = await opened.browser.evaluate<object>(`navigator.credentials
      .create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(${options}) })
      .then((credential) => credential.toJSON())`);
    await users.complete(token, credential);

    await open(pool);
    await send({ username: "cy" });
    await send({}, "Passkey");
    const { user } = await finish({}, "Continue with the passkey");

    assert.equal(user?.["email"], "cy@example.com");
  });
});
