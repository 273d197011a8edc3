import assert from "node:assert/strict";
import { miniStack } from "../../../cognito/testing/miniStack.ts";
import { Browser } from "./testing/browser.ts";
import { callback, FederatedPool } from "./testing/federatedPool.ts";
import { OidcServer } from "./testing/oidcServer.ts";

const path = "/oauth2/local-provider";
const withSecret = { client_id: "id", client_secret: "secret", authorize_scopes: "email" };
const social = {
  Google: { details: withSecret, subject: "sub" },
  Facebook: { details: { ...withSecret, api_version: "v21.0" }, subject: "id" },
  LoginWithAmazon: { details: withSecret, subject: "user_id" },
  SignInWithApple: {
    details: {
      client_id: "id",
      team_id: "ABCDEFGHIJ",
      key_id: "0123456789",
      private_key: "key",
      authorize_scopes: "email name",
    },
    subject: "sub",
  },
} as const;
const names = Object.keys(social) as (keyof typeof social)[];

/** It does not prove what the providers themselves send. */
describe("the page in place of an identity provider", () => {
  const stack = miniStack();
  let server: OidcServer;
  let pool: FederatedPool;

  before(async () => {
    server = await OidcServer.start(`${stack.aws.url}/oauth2/idpresponse`);
    pool = await FederatedPool.create(stack.aws);
    for (const ProviderType of names) {
      const { details, subject } = social[ProviderType];
      const AttributeMapping = { username: subject, email: "mail<b>", email_verified: "verified" };
      await pool.addProvider(ProviderType, details, { ProviderType, AttributeMapping });
    }
    await pool.addProvider("Work", server.details);
    const gone = { ...server.details, oidc_issuer: "http://127.0.0.1:1" };
    await pool.addProvider("Gone", gone);
    await pool.addProvider(
      "Corp",
      { MetadataURL: "http://127.0.0.1:1/metadata" },
      { ProviderType: "SAML" },
    );
    pool = await pool.withClient([...names, "Work", "Gone", "Corp"]);
  });
  after(() => server?.close());

  const open = async (provider: string, browser = new Browser()) => {
    const url = pool.authorizeUrl({ identity_provider: provider, state: "of-the-app" });
    const { status, text } = await browser.visit(url, callback);
    const state = /name="state" value="([^"]*)"/.exec(text)?.[1];
    return { browser, status, text, state };
  };
  const send = async (browser: Browser, form: Record<string, string>) => {
    const visit = await browser.visit(`${stack.aws.url}${path}`, callback, form);
    const parameters = new URL(visit.url).searchParams;
    return { status: visit.status, app: Object.fromEntries(parameters) };
  };

  for (const name of names) {
    it(`signs in as a user of ${name}, with the claims that it maps`, async () => {
      const { browser, text, state } = await open(name);
      const claims = { "claim:mail<b>": "ann@example.com", "claim:verified": "true" };

      const { app } = await send(browser, { state: state!, subject: "ann-7", ...claims });

      assert.match(text, /on this machine only/);
      assert.match(text, new RegExp(`>${social[name].subject}<input name="subject"`));
      assert.match(text, /name="claim:mail&lt;b&gt;"/);
      assert.equal(app["state"], "of-the-app");
      const { id_token: token } = await pool.redeem(app["code"]!);
      const id = JSON.parse(Buffer.from(token!.split(".")[1]!, "base64url").toString());
      assert.equal(id["cognito:username"], `${name}_ann-7`);
      assert.deepEqual([id.email, id.email_verified], ["ann@example.com", true]);
    });
  }

  it("leads to a provider itself where that is served", async () => {
    const [google, facebook] = [await open("Google"), await open("Facebook")];

    assert.match(google.text, /href="\/oauth2\/authorize\?[^"]*palisade_provider_itself=yes"/);
    assert.doesNotMatch(facebook.text, /palisade_provider_itself/);
  });

  for (const name of ["Gone", "Corp"]) {
    it(`comes if the provider ${name} does not respond, and says so`, async () => {
      const { browser, text, state } = await open(name);

      const { app } = await send(browser, { state: state!, subject: "bob", "claim:email": "" });

      assert.match(text, /did not respond at http:\/\/127\.0\.0\.1:1\//);
      assert.ok(app["code"]);
    });
  }

  describe("is refused", () => {
    it("in another browser, twice, and without a user", async () => {
      const { browser, state } = await open("Facebook");
      const form = { state: state!, subject: "cy" };

      assert.equal((await send(new Browser(), form)).status, 400);
      assert.ok((await send(browser, form)).app["code"]);
      assert.equal((await send(browser, form)).status, 400);
      const empty = await open("Facebook");
      const { app } = await send(empty.browser, { state: empty.state!, subject: " " });
      assert.equal(app["error"], "invalid_request");
    });

    it("in a sign-in by a provider that responds", async () => {
      const browser = new Browser();
      const url = pool.authorizeUrl({ identity_provider: "Work" });
      const first = await browser.send(url);
      const state = new URL(first.headers.get("location")!).searchParams.get("state")!;

      const { status, app } = await send(browser, { state, subject: "admin" });

      assert.deepEqual([status, app], [400, {}]);
    });

    it("as a provider's response", async () => {
      const { browser, state } = await open("Google");

      const response = await browser.send(
        `${stack.aws.url}/oauth2/idpresponse?state=${state}&code=code`,
      );

      assert.equal(response.status, 400);
    });

    it("from a page of another site", async () => {
      const { state } = await open("Google");

      const response = await fetch(`${stack.aws.url}${path}`, {
        method: "POST",
        headers: { origin: "https://evil.example" },
        body: new URLSearchParams({ state: state!, subject: "ann" }),
      });

      assert.equal(response.status, 403);
    });
  });
});
