import { AdminGetUserCommand } from "@aws-sdk/client-cognito-identity-provider";
import assert from "node:assert/strict";
import { createPrivateKey, X509Certificate } from "node:crypto";
import { selfSigned } from "../../../../selfSigned.ts";
import { miniStack } from "../../../cognito/testing/miniStack.ts";
import { Browser } from "./testing/browser.ts";
import { callback, FederatedPool } from "./testing/federatedPool.ts";
import { type SamlResponse, SamlProvider } from "./testing/samlProvider.ts";

const own = selfSigned("provider");
const other = selfSigned("provider");
const keyOf = ({ privateKey }: typeof own) => createPrivateKey(privateKey);
const mapping = { email: "urn:mail", name: "displayName" };

/** Sources: SAML 2.0 Profiles, 4.1.4; SAML 2.0 Core, 5. Signed requests and encrypted responses: samlify.endpoint.test.ts. */
describe("sign-in by a SAML provider", () => {
  const stack = miniStack();
  let provider: SamlProvider;
  let pool: FederatedPool;

  before(async () => {
    provider = await SamlProvider.start(keyOf(own), new X509Certificate(own.certificate));
    pool = await FederatedPool.create(stack.aws, {
      Schema: [{ Name: "tenant", AttributeDataType: "String", Mutable: true }],
    });
    const more = { ProviderType: "SAML" as const, AttributeMapping: mapping };
    const identifiers = { IdpIdentifiers: ["acme.example"] };
    await pool.addProvider(
      "Acme",
      { MetadataURL: `${provider.url}/metadata` },
      { ...more, ...identifiers },
    );
    await pool.addProvider("File", { MetadataFile: provider.metadata }, more);
    pool = await pool.withClient(["Acme", "File"]);
  });
  after(() => provider?.close());

  it("gives tokens of a user with the mapped attributes", async () => {
    provider.lie = {
      nameId: "Ann@acme.example",
      attributes: {
        "urn:mail": ["ann@acme.example"],
        displayName: ["Ann", "Anna &amp; Co"],
        "custom:tenant": ["of-others"],
      },
    };

    const { id } = await pool.signIn("Acme");

    assert.equal(id["cognito:username"], "Acme_Ann@acme.example");
    assert.equal(id["email"], "ann@acme.example");
    assert.equal(id["email_verified"], false);
    assert.equal(id["name"], "[Ann,Anna+%26+Co]");
    assert.equal(id["custom:tenant"], undefined);
  });

  it("takes metadata from a file, and a signature of the whole response", async () => {
    provider.lie = { nameId: "bob", signs: "Response" };

    assert.equal((await pool.signIn("File")).id["cognito:username"], "File_bob");
  });

  it("finds the provider by a domain", async () => {
    provider.lie = { nameId: "bob" };
    const url = pool.authorizeUrl({ idp_identifier: "acme.example" });

    const visit = await new Browser().visit(url, callback);

    assert.ok(new URL(visit.url).searchParams.get("code"));
  });

  const userExists = (Username: string) =>
    stack.aws.cognito
      .send(new AdminGetUserCommand({ UserPoolId: pool.pool.userPoolId, Username }))
      .then(
        () => true,
        () => false,
      );

  const signature = /<ds:Signature|<Signature/;
  const past = (seconds: number) => new Date(Date.now() - seconds * 1000);

  const cases: Record<string, Partial<SamlResponse>> = {
    "without a signature": { signs: "nothing" },
    "signed by another key with the same name": { key: keyOf(other) },
    "with a digest by SHA-1": { digest: "http://www.w3.org/2000/09/xmldsig#sha1" },
    "changed after it was signed": { change: (xml) => xml.replace(">ann<", ">admin<") },
    "without the signature that it had": {
      change: (xml) => xml.replace(/<Signature.*<\/Signature>/s, ""),
    },
    "with a forged assertion before the signed response's": {
      signs: "Response",
      change: (xml) => xml.replace(">ann<", ">admin<"),
    },
    "that is no XML": { change: () => "ann" },
    "of another provider": { issuer: "https://evil.example" },
    "for another user pool": { audience: "urn:amazon:cognito:sp:eu-west-1_other" },
    "for another address": { recipient: "https://evil.example/saml2/idpresponse" },
    "for another sign-in": { inResponseTo: "_other" },
    "that has expired": { issuedAt: past(600), endsAt: past(1) },
    "of the future": { issuedAt: past(-3600), endsAt: past(-7200) },
    "with an unreadable time": { change: (xml) => xml, endsAt: new Date(8.64e15) },
    "of nobody": { nameId: "" },
    "that the provider refuses": { status: "urn:oasis:names:tc:SAML:2.0:status:Responder" },
  };
  for (const [title, lie] of Object.entries(cases)) {
    it(`refuses a response ${title}`, async () => {
      provider.lie = lie;

      const { error, code } = await pool.begin("Acme");

      assert.ok(error === "invalid_request" || error === "access_denied", error);
      assert.equal(code, undefined);
      assert.equal(await userExists("Acme_admin"), false);
    });
  }

  it("reads all of a name with a comment in it", async () => {
    provider.lie = {
      nameId: "admin@acme.example.evil.example",
      change: (xml) => xml.replace("admin@acme.example.evil", "admin@acme.example<!---->.evil"),
    };

    const { id } = await pool.signIn("Acme");

    assert.equal(id["cognito:username"], "Acme_admin@acme.example.evil.example");
  });

  describe("binds the response to the browser, and", () => {
    const responseOf = async (browser: Browser) => {
      provider.lie = { nameId: "ida" };
      const url = pool.authorizeUrl({ identity_provider: "Acme", state: "of-the-app" });
      const first = await browser.send(url);
      const page = await (await fetch(first.headers.get("location")!)).text();
      const read = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(page)![1]!;
      assert.doesNotMatch(page, signature);
      return { SAMLResponse: read("SAMLResponse"), RelayState: read("RelayState") };
    };
    const url = () => `${stack.aws.url}/saml2/idpresponse`;
    const statusAt = async (browser: Browser, form: Record<string, string>) =>
      (await browser.visit(url(), callback, form)).status;

    it("takes it once", async () => {
      const browser = new Browser();
      const form = await responseOf(browser);

      assert.equal(await statusAt(browser, form), 0);
      assert.equal(await statusAt(browser, form), 400);
    });

    it("refuses it in another browser", async () => {
      const [browser, victim] = [new Browser(), new Browser()];
      const form = await responseOf(browser);
      await responseOf(victim);

      assert.equal(await statusAt(new Browser(), form), 400);
      assert.equal(await statusAt(victim, form), 400);
    });

    it("refuses a used one for a new sign-in", async () => {
      const browser = new Browser();
      const used = await responseOf(browser);
      await statusAt(browser, used);
      const { RelayState } = await responseOf(browser);

      const visit = await browser.visit(url(), callback, { ...used, RelayState });

      assert.equal(new URL(visit.url).searchParams.get("error"), "invalid_request");
    });

    it("refuses one that nobody has begun", async () => {
      const form = await responseOf(new Browser());

      assert.equal(await statusAt(new Browser(), { ...form, RelayState: "" }), 400);
    });
  });
});
