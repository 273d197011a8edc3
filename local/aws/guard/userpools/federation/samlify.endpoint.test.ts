import {
  CreateIdentityProviderCommand,
  DescribeIdentityProviderCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import assert from "node:assert/strict";
import { selfSigned } from "../../../../selfSigned.ts";
import { miniStack } from "../../../cognito/testing/miniStack.ts";
import { Browser } from "./testing/browser.ts";
import { callback, FederatedPool } from "./testing/federatedPool.ts";
import type { Tags } from "./testing/samlify.ts";
import { SamlifyProvider } from "./testing/samlifyProvider.ts";

const AttributeMapping = {
  email: "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
};

/** A provider as published, with RSA. It does not prove which of these forms Cognito accepts beside those that AWS names. */
describe("a SAML provider as published", () => {
  const stack = miniStack();
  let provider: SamlifyProvider;
  let base: FederatedPool;
  let pool: FederatedPool;

  before(async () => {
    provider = await SamlifyProvider.start();
    base = await FederatedPool.create(stack.aws);
    const MetadataFile = provider.metadata;
    const providers: Record<string, Record<string, string>> = {
      Signed: { RequestSigningAlgorithm: "rsa-sha256" },
      Sealed: { RequestSigningAlgorithm: "rsa-sha256", EncryptedResponses: "true" },
      Unsigned: {},
      Leaving: { RequestSigningAlgorithm: "rsa-sha256", IDPSignout: "true" },
      Portal: { RequestSigningAlgorithm: "rsa-sha256", IDPInit: "true" },
    };
    for (const [name, more] of Object.entries(providers)) {
      const details = { MetadataFile, ...more };
      await base.addProvider(name, details, { ProviderType: "SAML", AttributeMapping });
    }
    pool = await base.withClient(["Signed", "Sealed", "Unsigned", "Leaving"]);
    await provider.register(stack.aws, pool.pool.userPoolId, stack.aws.url);
  });
  beforeEach(() => {
    provider.lie = {};
    provider.settings = {};
    provider.user = { id: "ann", email: "ann@example.com" };
  });
  after(() => provider?.close());

  /** The pool's certificate to encrypt for. */
  const certificateOf = async (ProviderName: string) => {
    const { userPoolId: UserPoolId } = pool.pool;
    const described = new DescribeIdentityProviderCommand({ UserPoolId, ProviderName });
    const { IdentityProvider } = await stack.aws.cognito.send(described);
    return IdentityProvider!.ProviderDetails!["ActiveEncryptionCertificate"]!;
  };

  for (const signs of ["Assertion", "Response", "both"] as const) {
    it(`signs users in by a response whose signature is of: ${signs}`, async () => {
      provider.settings = { signs };

      const { id } = await pool.signIn("Signed");

      assert.equal(id["cognito:username"], "Signed_ann");
      assert.equal(id["email"], "ann@example.com");
    });
  }

  it("verifies that the user pool has signed its requests", async () => {
    const unsigned = await new Browser().visit(
      pool.authorizeUrl({ identity_provider: "Unsigned" }),
      callback,
    );
    const { userPoolId } = pool.pool;
    const foreign = selfSigned("other", 1, [], "rsa").certificate;
    await provider.register(stack.aws, userPoolId, stack.aws.url, foreign);
    const url = pool.authorizeUrl({ identity_provider: "Signed" });

    const refused = await new Browser().visit(url, callback);

    await provider.register(stack.aws, userPoolId, stack.aws.url);
    assert.match(unsigned.text, /ERR_MISSING_SIG_ALG/);
    assert.match(refused.text, /ERR_FAILED_MESSAGE_SIGNATURE_VERIFICATION/);
  });

  describe("that encrypts its assertions", () => {
    for (const isSignedLast of [false, true]) {
      it(`signs users in, ${isSignedLast ? "with a signature of the encrypted response" : "with an encrypted signature"}`, async () => {
        const encryption = { certificate: await certificateOf("Sealed"), isSignedLast };
        provider.settings = { signs: isSignedLast ? "Response" : "Assertion", encryption };

        assert.equal((await pool.signIn("Sealed")).id["cognito:username"], "Sealed_ann");
      });
    }

    it("is refused if it does not, does so for another provider, or without a signature", async () => {
      const plain = await pool.begin("Sealed");
      provider.settings = { encryption: { certificate: await certificateOf("Signed") } };
      const forAnother = await pool.begin("Sealed");
      const unasked = await pool.begin("Signed");
      // The response's signature is not valid any more, and anybody can encrypt.
      const encryption = { certificate: await certificateOf("Sealed") };
      provider.settings = { signs: "Response", encryption };
      const unsigned = await pool.begin("Sealed");

      for (const [reply, message] of [
        [plain, /which is encrypted/],
        [forAnother, /not encrypted for this user pool/],
        [unasked, /EncryptedResponses is not set/],
        [unsigned, /signature .* is not valid/],
      ] as const) {
        assert.equal(reply["error"], "invalid_request");
        assert.match(reply["error_description"]!, message);
      }
    });
  });

  describe("where sign-ins begin", () => {
    let portal: FederatedPool;

    before(async () => {
      portal = await base.withClient(["Portal"]);
    });

    const stateOf = (of: FederatedPool, changes: Record<string, string> = {}) =>
      new URL(of.authorizeUrl({ identity_provider: "Portal", ...changes })).search.slice(1);
    const send = async (form: Record<string, string>, browser = new Browser()) => {
      const visit = await browser.visit(`${stack.aws.url}/saml2/idpresponse`, callback, form);
      return { ...visit, app: Object.fromEntries(new URL(visit.url).searchParams) };
    };

    it("leads to the app with a code, and signs in as usual too", async () => {
      const { app } = await send(await provider.begin(stateOf(portal)));

      assert.ok((await portal.redeem(app["code"]!))["access_token"]);
      assert.equal((await portal.signIn("Portal")).id["cognito:username"], "Portal_ann");
    });

    it("is refused the second time", async () => {
      const form = await provider.begin(stateOf(portal));
      await send(form);

      const { app } = await send(form);

      assert.equal(app["error"], "invalid_request");
      assert.match(app["error_description"]!, /used already/);
    });

    const lies: Record<string, Tags> = {
      "another sign-in": { InResponseTo: "_other" },
      "long ago": { IssueInstant: new Date(Date.now() - 361_000).toISOString() },
      "another user pool": { Audience: "urn:amazon:cognito:sp:eu-west-1_other" },
      "another recipient": { SubjectRecipient: "https://evil.example/saml2/idpresponse" },
      "another destination": { Destination: "https://evil.example/saml2/idpresponse" },
    };
    for (const [title, lie] of Object.entries(lies)) {
      it(`is refused with a response of ${title}`, async () => {
        provider.lie = lie;

        const { app } = await send(await provider.begin(stateOf(portal)));

        assert.equal(app["error"], "invalid_request");
        assert.equal(app["code"], undefined);
      });
    }

    const states: Record<string, Record<string, string>> = {
      "another address": { redirect_uri: "https://evil.example/callback" },
      "another client": { client_id: "unknown" },
      "a provider that the client does not have": { identity_provider: "Signed" },
    };
    for (const [title, changes] of Object.entries(states)) {
      it(`is refused, without a redirect, for ${title}`, async () => {
        const { status, app } = await send(await provider.begin(stateOf(portal, changes)));

        assert.deepEqual([status, app], [400, {}]);
      });
    }

    it("is refused for a provider without IDPInit, and a client with other kinds of providers", async () => {
      const plain = await base.withClient(["Signed"]);
      const mixed = await base.withClient(["Portal", "COGNITO"]);

      const without = await send(
        await provider.begin(stateOf(plain, { identity_provider: "Signed" })),
      );
      const beside = await send(await provider.begin(stateOf(mixed)));

      assert.match(without.text, /with IDPInit/);
      assert.match(beside.text, /COGNITO/);
    });
  });

  describe("with a sign-out", () => {
    const logoutUrl = (parameters: Record<string, string> = {}) => {
      const query = { client_id: pool.pool.clientId, logout_uri: callback, ...parameters };
      return `${stack.aws.url}/logout?${new URLSearchParams(query)}`;
    };
    const signIn = async (name = "Leaving") => {
      const browser = new Browser();
      await pool.begin(name, {}, browser);
      return browser;
    };
    const isSignedInHere = async (browser: Browser) => {
      const url = pool.authorizeUrl({ prompt: "none" });
      const { url: end } = await browser.visit(url, callback);
      return new URL(end).searchParams.has("code");
    };

    it("ends its session as well, and leads back", async () => {
      provider.sessions.clear();
      const browser = await signIn();
      assert.equal(await isSignedInHere(browser), true);
      assert.deepEqual([...provider.sessions.values()], ["ann"]);

      const { url } = await browser.visit(logoutUrl(), callback);

      assert.equal(url, callback);
      assert.deepEqual([...provider.sessions.values()], []);
      assert.equal(await isSignedInHere(browser), false);
    });

    it("keeps its session without IDPSignout", async () => {
      provider.sessions.clear();
      const browser = await signIn("Signed");

      const { url } = await browser.visit(logoutUrl(), callback);

      assert.equal(url, callback);
      assert.equal(provider.sessions.size, 1);
      assert.equal(await isSignedInHere(browser), false);
    });

    it("is not asked for another address than the client's, and nobody is signed out", async () => {
      const browser = await signIn();

      const response = await browser.send(logoutUrl({ logout_uri: "https://evil.example/" }));

      assert.deepEqual([response.status, response.headers.get("location")], [400, null]);
      assert.equal(await isSignedInHere(browser), true);
    });

    for (const [title, lie, message] of [
      ["of another provider", { Issuer: "https://evil.example" }, /of another provider/],
      ["for another sign-out", { InResponseTo: "_other" }, /for another sign-out/],
      ["for another address", { Destination: "https://evil.example/" }, /for another address/],
      [
        "that refuses",
        { StatusCode: "urn:oasis:names:tc:SAML:2.0:status:Responder" },
        /has refused/,
      ],
    ] as const) {
      it(`shows a response ${title}, and the browser is signed out all the same`, async () => {
        const browser = await signIn();
        provider.lie = lie;

        const { status, text } = await browser.visit(logoutUrl(), callback);

        assert.equal(status, 400);
        assert.match(text, message);
        assert.equal(await isSignedInHere(browser), false);
      });
    }

    it("leads nowhere with a response that nobody has asked for", async () => {
      const form = { SAMLResponse: "x", RelayState: callback };

      const visit = await new Browser().visit(`${stack.aws.url}/saml2/logout`, callback, form);

      assert.equal(visit.status, 400);
    });
  });

  it("has a signing certificate of the pool, and one to encrypt for that stays", async () => {
    const { userPoolId: UserPoolId } = pool.pool;
    const create = new CreateIdentityProviderCommand({
      UserPoolId,
      ProviderName: "Late",
      ProviderType: "SAML",
      ProviderDetails: { MetadataFile: provider.metadata },
    });

    const { IdentityProvider } = await stack.aws.cognito.send(create);

    const given = IdentityProvider!.ProviderDetails!["ActiveEncryptionCertificate"];
    assert.equal(given, await certificateOf("Late"));
    assert.notEqual(given, await certificateOf("Sealed"));
  });
});
