import assert from "node:assert/strict";
import { recordResources } from "../../../tests/support/recordResources.ts";
import { UserDirectory, type UserDirectoryArgs } from "../index.ts";
import { app } from "../clients/options.ts";
import { amazon, apple, facebook, google, oidc, saml } from "./kinds.ts";
import { secretConfig, secretsManager } from "./secrets.ts";

const record = (more: Partial<UserDirectoryArgs>) =>
  recordResources(
    () =>
      new UserDirectory("dev-users", {
        region: "us-east-1",
        platformName: "Test",
        environment: "dev",
        identitySecrets: { google: "secret-of-google", "dev/identity/acme": "secret-of-acme" },
        ...more,
      }),
  );

const callbackUrls = { web: ["https://app.example.com/signed-in"] };
const withSecret = { clientId: "id", secret: secretConfig("google") };
const acme = oidc({
  issuer: "https://login.acme.com",
  clientId: "id",
  secret: secretsManager("{environment}/identity/acme"),
  domains: ["acme.com"],
});
const metadataUrl = "https://idp.example.com/metadata";

/** Which keys of ProviderDetails Cognito adds, and that a second deployment changes nothing: tests/engine. */
describe("identity providers", () => {
  const detailsOf = async (providers: NonNullable<UserDirectoryArgs["providers"]>) => {
    const recorded = await record({ providers });
    const [name] = Object.keys(providers);
    return recorded.inputs("IdentityProvider", `dev-users-${name}`);
  };

  it("are none by default", async () => {
    const recorded = await record({});

    assert.equal(recorded.counts["IdentityProvider"], undefined);
  });

  it("of OpenID Connect have an issuer, scopes and domains", async () => {
    assert.deepEqual(await detailsOf({ Acme: acme }), {
      userPoolId: "dev-users-id",
      providerName: "Acme",
      providerType: "OIDC",
      providerDetails: {
        client_id: "id",
        client_secret: "secret-of-acme",
        authorize_scopes: "openid email profile",
        attributes_request_method: "GET",
        oidc_issuer: "https://login.acme.com",
      },
      attributeMapping: {
        username: "sub",
        email: "email",
        email_verified: "email_verified",
        name: "name",
      },
      idpIdentifiers: ["acme.com"],
    });
  });

  it("of SAML have metadata and sign their requests", async () => {
    const { providerDetails, attributeMapping } = await detailsOf({ Acme: saml({ metadataUrl }) });

    assert.deepEqual(providerDetails, {
      MetadataURL: metadataUrl,
      IDPSignout: "false",
      EncryptedResponses: "false",
      RequestSigningAlgorithm: "rsa-sha256",
    });
    assert.deepEqual(Object.keys(attributeMapping as object), ["email"]);
  });

  for (const [name, provider, details] of [
    ["Google", google(withSecret), { authorize_scopes: "openid email profile" }],
    [
      "Facebook",
      facebook({ ...withSecret, apiVersion: "v21.0" }),
      { authorize_scopes: "public_profile, email", api_version: "v21.0" },
    ],
    ["LoginWithAmazon", amazon(withSecret), { authorize_scopes: "profile" }],
  ] as const) {
    it(`of ${name} have its scopes`, async () => {
      const { providerDetails, providerType } = await detailsOf({ [name]: provider });

      assert.equal(providerType, name);
      assert.deepEqual(providerDetails, {
        client_id: "id",
        client_secret: "secret-of-google",
        ...details,
      });
    });
  }

  it("of Apple have a private key", async () => {
    const [teamId, keyId] = ["ABCDEFGHIJ", "0123456789"];
    const { providerDetails } = await detailsOf({
      SignInWithApple: apple({ clientId: "id", teamId, keyId, privateKey: secretConfig("google") }),
    });

    assert.deepEqual(providerDetails, {
      client_id: "id",
      team_id: teamId,
      key_id: keyId,
      private_key: "secret-of-google",
      authorize_scopes: "email name",
    });
  });

  it("whose addresses are trusted let the trigger link, and only it", async () => {
    const recorded = await record({
      providers: { Google: google(withSecret), Acme: acme },
      linkByVerifiedEmail: ["Google"],
    });

    const { environment } = recorded.inputs("Function", "dev-users-preSignUp");
    const { variables } = environment as { variables: Record<string, string> };
    assert.equal(variables["LINKED_PROVIDERS"], "Google");
    assert.equal(variables["IDENTITY_PROVIDERS"], "Google,Acme");
    assert.equal(variables["PROVIDER_DOMAINS"], undefined);
    const policy = String(recorded.inputs("RolePolicy", "dev-users-preSignUp-pool")["policy"]);
    assert.match(policy, /ListUsers/);
    assert.match(policy, /AdminLinkProviderForUser/);
  });

  it("that say which addresses are verified are named to the trigger where domains are limited", async () => {
    const variablesWith = async (allowedEmailDomains: string[]) => {
      const providers = { Google: google(withSecret), Corp: saml({ metadataUrl }) };
      const recorded = await record({ providers, allowedEmailDomains });
      const { environment } = recorded.inputs("Function", "dev-users-preSignUp");
      const { variables } = environment as { variables: Record<string, string> };
      return [variables["VERIFYING_PROVIDERS"], variables["IDENTITY_PROVIDERS"]];
    };

    // Corp maps no email_verified: of its users, Cognito says "false".
    assert.deepEqual(await variablesWith(["example.com"]), ["Google", "Google,Corp"]);
    assert.deepEqual(await variablesWith([]), [undefined, undefined]);
  });

  const refusals: [string, Partial<UserDirectoryArgs>, RegExp][] = [
    ["another name for Google", { providers: { Search: google(withSecret) } }, /allowed: Google/],
    ["the pool's own name", { providers: { COGNITO: acme } }, /another name/],
    ["a name with _", { providers: { my_idp: acme } }, /without spaces, commas and _/],
    ["a short name", { providers: { ab: acme } }, /3 to 32 characters/],
    [
      "an issuer with a slash",
      { providers: { Acme: { ...acme, issuer: "https://login.acme.com/" } } },
      /without a slash/,
    ],
    [
      "an issuer without HTTPS",
      { providers: { Acme: { ...acme, issuer: "http://login.acme.com" } } },
      /HTTPS/,
    ],
    [
      "an issuer at another port",
      { providers: { Acme: { ...acme, issuer: "https://login.acme.com:8443" } } },
      /443 or 80/,
    ],
    [
      "an issuer of this machine in a protected directory",
      { providers: { Acme: { ...acme, issuer: "http://localhost:4000" } } },
      /one machine only/,
    ],
    ["SAML without metadata", { providers: { Acme: saml({}) } }, /either metadataUrl or metadata/],
    [
      "SAML with both",
      { providers: { Acme: saml({ metadataUrl, metadata: "<EntityDescriptor/>" }) } },
      /either metadataUrl or metadata/,
    ],
    [
      "a mapping without email",
      { providers: { Acme: { ...acme, mapping: { name: "name" } } } },
      /a mapping with email/,
    ],
    [
      "a mapped tenant",
      { providers: { Acme: { ...acme, mapping: { email: "email", "custom:tenant": "org" } } } },
      /custom:tenant/,
    ],
    [
      "a mapped sub",
      { providers: { Acme: { ...acme, mapping: { email: "email", sub: "sub" } } } },
      /other attributes than sub/,
    ],
    [
      "a mapped attribute that the pool does not have",
      { providers: { Acme: { ...acme, mapping: { email: "email", "custom:team": "team" } } } },
      /identity\.attributes/,
    ],
    [
      "a mapped attribute that can't change",
      {
        providers: { Acme: { ...acme, mapping: { email: "email", "custom:team": "team" } } },
        attributes: { team: { type: "string", mutable: false } },
      },
      /a mutable attribute/,
    ],
    [
      "a mapped attribute that is too short for claims",
      {
        providers: { Acme: { ...acme, mapping: { email: "email", "custom:team": "team" } } },
        attributes: { team: { type: "string", maximum: 64 } },
      },
      /without a lower maximum/,
    ],
    [
      "a client of another provider",
      { providers: { Acme: acme }, clients: { web: app({ providers: ["Google"] }) } },
      /allowed: Acme/,
    ],
    ["a domain of two providers", { providers: { Acme: acme, Other: acme } }, /Acme does not have/],
    [
      "a domain that is too long",
      { providers: { Acme: { ...acme, domains: ["x".repeat(41)] } } },
      /at most 40/,
    ],
    [
      "a secret in place of its name",
      { providers: { Acme: { ...acme, secret: "GOCSPX-1" as never } } },
      /secret is of type string; allowed: secretConfig\("…"\) or secretsManager\("…"\)/,
    ],
    [
      "a secret as its name",
      { providers: { Acme: { ...acme, secret: secretConfig("GOCSPX 1") } } },
      /secret\.name is of type string; .*Write its name, not its value/,
    ],
    ["a link by an unknown provider", { linkByVerifiedEmail: ["Google"] }, /names of providers/],
    [
      "a link by SAML, which verifies nothing",
      { providers: { Acme: saml({ metadataUrl }) }, linkByVerifiedEmail: ["Acme"] },
      /Anybody could link/,
    ],
    [
      "a link by Facebook",
      {
        providers: { Facebook: facebook({ ...withSecret, apiVersion: "v21.0" }) },
        linkByVerifiedEmail: ["Facebook"],
      },
      /Anybody could link/,
    ],
    [
      "a link without the mapped verification",
      {
        providers: { Acme: { ...acme, mapping: { email: "email" } } },
        linkByVerifiedEmail: ["Acme"],
      },
      /Map email_verified/,
    ],
  ];
  for (const [title, args, message] of refusals) {
    it(`refuse ${title}`, async () => {
      await assert.rejects(record(args), message);
    });
  }

  it("are those of the clients that name them", async () => {
    const clients = { web: app({ providers: ["Acme"] }) };

    const recorded = await record({ providers: { Acme: acme }, clients, callbackUrls });

    const web = recorded.inputs("UserPoolClient", "dev-users-web");
    assert.deepEqual(web["supportedIdentityProviders"], ["Acme"]);
    // Its users don't get the right to write what the provider says about them.
    assert.deepEqual(web["allowedOauthScopes"], ["openid", "email", "profile"]);
    const first = recorded.inputs("UserPoolClient", "dev-users-public");
    assert.equal(first["supportedIdentityProviders"], undefined);
  });

  it("may map attributes that each of their clients writes", async () => {
    const providers = { Acme: { ...acme, mapping: { email: "mail", given_name: "first" } } };
    const writes = ["email", "given_name"];

    const more = { providers, callbackUrls };
    await record({ ...more, clients: { web: app({ providers: ["Acme"], writes }) } });
    await assert.rejects(
      record({ ...more, clients: { web: app({ providers: ["Acme"] }) } }),
      /clients\.web\.writes.*a list with given_name, which Acme maps/s,
    );
  });

  it("of this machine are allowed in a directory without protection", async () => {
    const providers = { Acme: { ...acme, issuer: "http://localhost:4000" } };

    await record({ providers, deletionProtection: false });
  });
});
