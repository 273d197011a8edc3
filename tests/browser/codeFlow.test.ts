import { CreateManagedLoginBrandingCommand } from "@aws-sdk/client-cognito-identity-provider";
import assert from "node:assert/strict";
import { miniStack } from "../../local/aws/cognito/testing/miniStack.ts";
import { password, UserPool } from "../../local/aws/guard/userpools/testing/userPool.ts";
import { Chromium } from "../support/chromium.ts";
import { amplifyApp, plainApp, type SignedIn } from "./testing/app.ts";
import { openBrowser, serveApp } from "./testing/pages.ts";

/** The code flow with PKCE in Chromium, whose rules of cookies, certificates and CORS hold. */
describe("an app in a browser", function () {
  this.timeout(60_000);
  const stack = miniStack();
  const served = serveApp(stack);
  const opened = openBrowser(served);
  const browsers: Chromium[] = [];
  let pool: UserPool;

  before(async () => {
    const { app } = served;
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

  const openAnother = async (trusted?: string) => {
    const browser = await Chromium.open(`${served.app.url}/`, trusted);
    browsers.push(browser);
    return browser;
  };
  const open = async () => {
    await opened.browser.visit(`${served.app.url}/`);
    return opened.browser;
  };
  const fillIn = `
    document.forms[0].username.value = "ann";
    document.forms[0].password.value = ${JSON.stringify(password)};
    document.forms[0].requestSubmit();`;

  describe("without a library", () => {
    before(() => served.app?.use(plainApp(served.pages, pool.clientId)));

    it("signs in, stays signed in, and signs out", async () => {
      const browser = await open();
      await browser.follow("signIn()", served.pages);
      await browser.follow(fillIn, `${served.app.url}/callback`);

      const { user, tokens } = await browser.evaluate<SignedIn>("finish()");
      await browser.follow("signIn({ prompt: 'none' })", `${served.app.url}/callback`);
      const again = await browser.evaluate<SignedIn>("finish()");
      await browser.follow("signOut()", `${served.app.url}/`);
      await browser.follow("signIn({ prompt: 'none' })", `${served.app.url}/callback`);
      const after = await browser.evaluate<SignedIn>("finish()");

      assert.equal(user?.["email"], "ann@example.com");
      assert.ok(tokens?.["refresh_token"]);
      assert.equal(again.user?.["email"], "ann@example.com");
      assert.equal(after.error, "login_required");
    });

    it("refuses a code that began in another browser, and a code used twice", async () => {
      const [attacker, victim] = [await openAnother(served.certificate), await open()];
      await attacker.follow("signIn()", served.pages);
      const callback = await attacker.follow(fillIn, `${served.app.url}/callback`);
      await victim.follow("signIn()", served.pages);

      await victim.visit(callback);
      const planted = await victim.evaluate<SignedIn>("finish()");
      const own = await attacker.evaluate<SignedIn>("finish()");
      const twice = await attacker.evaluate<SignedIn>("finish()");

      assert.equal(planted.error, "state");
      assert.ok(own.tokens);
      assert.equal(twice.error, "invalid_grant");
    });

    it("gets no page of another certificate", async () => {
      const browser = await openAnother();

      await browser.visit(`${served.pages}/login`);

      assert.match(await browser.evaluate<string>("location.href"), /^chrome-error:/);
    });
  });

  it("has pages in the style's look, whose images run nothing", async () => {
    const { userPoolId: UserPoolId, clientId: ClientId } = pool;
    const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="96" height="32" onload="alert(1)">
      <rect width="96" height="32" fill="#0a7"/><script>top.document.title = "run"</script></svg>`;
    const image = { ColorMode: "DYNAMIC", Extension: "SVG", Bytes: Buffer.from(picture) } as const;
    await stack.aws.cognito.send(
      new CreateManagedLoginBrandingCommand({
        ...{ UserPoolId, ClientId },
        Settings: { components: { form: { lightMode: { backgroundColor: "fff4e0ff" } } } } as never,
        Assets: (["FORM_LOGO", "PAGE_BACKGROUND", "FAVICON_SVG"] as const).map((Category) => ({
          ...{ Category, ...image },
        })),
      }),
    );
    await served.app.use(plainApp(served.pages, pool.clientId));
    const browser = await open();
    await browser.follow("signIn()", served.pages);

    const seen = await browser.evaluate(`({
      title: document.title,
      logo: document.querySelector("img").naturalWidth,
      form: getComputedStyle(document.querySelector("main")).backgroundColor,
      page: getComputedStyle(document.body).backgroundImage.slice(0, 23),
    })`);

    assert.deepEqual(seen, {
      title: "Sign in",
      logo: 96,
      form: "rgb(255, 244, 224)",
      page: 'url("data:image/svg+xml',
    });
  });

  it("with aws-amplify signs in by signInWithRedirect, and out", async () => {
    await served.app.use(amplifyApp(served.pages, pool));
    const browser = await open();
    await browser.follow("auth.signInWithRedirect()", served.pages);
    await browser.follow(fillIn, `${served.app.url}/callback`);

    const event = await browser.evaluate<string>("signedIn");
    const email = await browser.evaluate<string>(
      "auth.fetchAuthSession().then(({ tokens }) => tokens.idToken.payload.email)",
    );
    await browser.follow("auth.signOut()", `${served.app.url}/`);

    assert.equal(event, "signInWithRedirect");
    assert.equal(email, "ann@example.com");
  });
});
