import assert from "node:assert/strict";
import {
  app as appClient,
  federation,
  oidc,
  saml,
  secretConfig,
} from "../../components/identity/index.ts";
import { OidcServer } from "../../local/aws/guard/userpools/federation/testing/oidcServer.ts";
import { SamlifyProvider } from "../../local/aws/guard/userpools/federation/testing/samlifyProvider.ts";
import { password } from "../../local/aws/guard/userpools/testing/userPool.ts";
import { useCloud } from "../../local/provider/testing/cloud.ts";
import { type FederatedDirectory, federatedDirectory } from "../support/federatedDirectory.ts";
import { plainApp, type SignedIn } from "./testing/app.ts";
import { openBrowser, serveApp } from "./testing/pages.ts";

/**
 * The program's directory with its trigger, real providers (`oidc-provider`, `samlify`) at another site than the pages, and a
 * page that signs in by the code flow with PKCE.
 */
describe("an app in a browser, with identity providers", function () {
  this.timeout(120_000);
  const cloud = useCloud("eu-west-1");
  const served = serveApp(cloud);
  const opened = openBrowser(served);
  let work: OidcServer;
  let corp: SamlifyProvider;
  let directory: FederatedDirectory;

  before(async () => {
    const { app, pages } = served;
    work = await OidcServer.start(`${pages}/oauth2/idpresponse`);
    corp = await SamlifyProvider.start();
    const { issuer, clientId } = work;
    const urls = { web: [`${app.url}/callback`], corp: [`${app.url}/callback`] };
    directory = await federatedDirectory(cloud, {
      providers: {
        Work: oidc({ issuer, clientId, secret: secretConfig("work") }),
        Corp: saml({ metadataUrl: `${corp.url}/metadata`, signOut: true }),
      },
      linkByVerifiedEmail: ["Work"],
      clients: {
        web: appClient({ pages: true, providers: ["Work"] }),
        corp: federation({ providers: ["Corp"] }),
      },
      callbackUrls: urls,
      logoutUrls: { corp: [`${app.url}/`] },
      identitySecrets: { work: work.clientSecret },
    });
    await corp.register(cloud.aws, directory.userPoolId, pages);
  });
  after(() => Promise.all([work?.close(), corp?.close()]));

  const open = async (client: string) => {
    await served.app.use(plainApp(served.pages, directory.clients[client]!));
    await opened.browser.visit(`${served.app.url}/`);
  };
  /** Signs in by a provider. @returns what the app has at its callback */
  const signIn = async (provider: string) => {
    const parameters = JSON.stringify({ identity_provider: provider });
    await opened.browser.follow(`signIn(${parameters})`, `${served.app.url}/callback`);
    return opened.browser.evaluate<SignedIn>("finish()");
  };

  it("signs in by an OpenID Connect provider that the user chooses at the pages", async () => {
    work.user = { sub: "bob", email: "bob@example.com", email_verified: true, name: "Bob" };
    await open("web");
    await opened.browser.follow("signIn()", served.pages);

    await opened.browser.follow(
      "document.querySelector('a.way').click()",
      `${served.app.url}/callback`,
    );

    const { user, tokens } = await opened.browser.evaluate<SignedIn>("finish()");
    assert.equal(user?.["username"], "Work_bob");
    assert.equal(user?.["email"], "bob@example.com");
    assert.ok(tokens?.["refresh_token"]);
  });

  it("has one sub for a user with a password and at the provider, from the second try on", async () => {
    const email = "ann@example.com";
    const native = directory.as("web").pool;
    await native.addUser(email, { email, email_verified: "true" });
    work.user = { sub: "ann", email, email_verified: true, name: "Ann" };
    await open("web");
    await opened.browser.follow("signIn()", served.pages);
    const form = `const form = document.forms[0]; form.username.value = ${JSON.stringify(email)};
      form.password.value = ${JSON.stringify(password)}; form.requestSubmit();`;
    await opened.browser.follow(form, `${served.app.url}/callback`);
    const { user: byPassword } = await opened.browser.evaluate<SignedIn>("finish()");
    await opened.browser.forgetCookies();

    const linking = await signIn("Work");
    const { user: atWork } = await signIn("Work");

    assert.equal(linking.error, "invalid_request");
    assert.ok(byPassword?.["sub"]);
    assert.equal(atWork?.["sub"], byPassword["sub"]);
  });

  it("signs in by a SAML provider with RSA signatures, and out, there as well", async () => {
    corp.user = { id: "cy", email: "cy@corp.example" };
    await open("corp");
    const { user, error } = await signIn("Corp");
    assert.deepEqual([...corp.sessions.values()], ["cy"]);

    await opened.browser.follow("signOut()", `${served.app.url}/`);
    await opened.browser.follow("signIn({ prompt: 'none' })", `${served.app.url}/callback`);

    const after = await opened.browser.evaluate<SignedIn>("finish()");
    assert.equal(error, undefined);
    assert.equal(user?.["username"], "Corp_cy");
    assert.equal(user?.["email"], "cy@corp.example");
    assert.equal(corp.sessions.size, 0);
    assert.equal(after.error, "login_required");
  });
});
