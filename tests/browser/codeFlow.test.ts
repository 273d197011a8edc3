import assert from "node:assert/strict";
import { miniStack } from "../../local/aws/cognito/testing/miniStack.ts";
import { password, UserPool } from "../../local/aws/guard/userpools/testing/userPool.ts";
import type { Listener } from "../../local/edge/listen.ts";
import { startSignInPages } from "../../local/edge/signInPages.ts";
import { selfSigned } from "../../local/selfSigned.ts";
import { Chromium, needsChromium } from "../support/chromium.ts";
import { amplifyApp, plainApp, type SignedIn, WebApp } from "./testing/app.ts";

/** The code flow with PKCE in Chromium, whose rules of cookies, certificates and CORS hold. */
describe("an app in a browser", function () {
  this.timeout(60_000);
  const stack = miniStack();
  const tls = selfSigned("localhost", 1, ["localhost", "127.0.0.1"]);
  const browsers: Chromium[] = [];
  let app: WebApp;
  let pages: Listener;
  let pool: UserPool;

  before(async function () {
    needsChromium(this);
    app = await WebApp.start();
    const { url: endpoint, region, identity } = stack.aws;
    pages = await startSignInPages({ port: 0, tls, region, endpoint });
    identity!.servePagesAt(pages.url);
    pool = await UserPool.create(
      stack.aws,
      {},
      {
        AllowedOAuthFlows: ["code"],
        AllowedOAuthScopes: ["openid", "email", "profile"],
        AllowedOAuthFlowsUserPoolClient: true,
        CallbackURLs: [`${app.url}/callback`],
        LogoutURLs: [`${app.url}/`],
      },
    );
    await pool.addUser("ann", { email: "ann@example.com", email_verified: "true" });
  });
  afterEach(async () => {
    await Promise.all(browsers.splice(0).map((browser) => browser.close()));
  });
  after(async () => {
    app?.close();
    await pages?.close(0);
  });

  const open = async () => {
    const browser = await Chromium.open(`${app.url}/`, tls.certificate);
    browsers.push(browser);
    return browser;
  };
  const fillIn = `
    document.forms[0].username.value = "ann";
    document.forms[0].password.value = ${JSON.stringify(password)};
    document.forms[0].requestSubmit();`;

  describe("without a library", () => {
    before(() => app?.use(plainApp(pages.url, pool.clientId)));

    it("signs in, stays signed in, and signs out", async () => {
      const browser = await open();
      await browser.follow("signIn()", pages.url);
      await browser.follow(fillIn, `${app.url}/callback`);

      const { user, tokens } = await browser.evaluate<SignedIn>("finish()");
      await browser.follow("signIn({ prompt: 'none' })", `${app.url}/callback`);
      const again = await browser.evaluate<SignedIn>("finish()");
      await browser.follow("signOut()", `${app.url}/`);
      await browser.follow("signIn({ prompt: 'none' })", `${app.url}/callback`);
      const after = await browser.evaluate<SignedIn>("finish()");

      assert.equal(user?.["email"], "ann@example.com");
      assert.ok(tokens?.["refresh_token"]);
      assert.equal(again.user?.["email"], "ann@example.com");
      assert.equal(after.error, "login_required");
    });

    it("refuses a code that began in another browser, and a code used twice", async () => {
      const [attacker, victim] = [await open(), await open()];
      await attacker.follow("signIn()", pages.url);
      const callback = await attacker.follow(fillIn, `${app.url}/callback`);
      await victim.follow("signIn()", pages.url);

      await victim.visit(callback);
      const planted = await victim.evaluate<SignedIn>("finish()");
      const own = await attacker.evaluate<SignedIn>("finish()");
      const twice = await attacker.evaluate<SignedIn>("finish()");

      assert.equal(planted.error, "state");
      assert.ok(own.tokens);
      assert.equal(twice.error, "invalid_grant");
    });

    it("gets no page of another certificate", async () => {
      const browser = await Chromium.open(`${app.url}/`);
      browsers.push(browser);

      await browser.visit(`${pages.url}/login`);

      assert.match(await browser.evaluate<string>("location.href"), /^chrome-error:/);
    });
  });

  it("with aws-amplify signs in by signInWithRedirect, and out", async () => {
    await app.use(amplifyApp(pages.url, pool));
    const browser = await open();
    await browser.follow("auth.signInWithRedirect()", pages.url);
    await browser.follow(fillIn, `${app.url}/callback`);

    const event = await browser.evaluate<string>("signedIn");
    const email = await browser.evaluate<string>(
      "auth.fetchAuthSession().then(({ tokens }) => tokens.idToken.payload.email)",
    );
    await browser.follow("auth.signOut()", `${app.url}/`);

    assert.equal(event, "signInWithRedirect");
    assert.equal(email, "ann@example.com");
  });
});
