import assert from "node:assert/strict";
import { recordResources } from "../../../tests/support/recordResources.ts";
import {
  app,
  federation,
  google,
  oidc,
  secretConfig,
  UserDirectory,
  type UserDirectoryArgs,
} from "../index.ts";

const secret = secretConfig("acme");
const acme = oidc({
  ...{ issuer: "https://login.acme.com", clientId: "id", secret },
  mapping: {
    email: "mail",
    email_verified: "verified",
    given_name: "first",
    "custom:team": "team",
  },
  domains: ["Acme.com", "tenant 7"],
});
const providers = { Acme: acme, Google: google({ clientId: "id", secret }) };
const attributes = { team: { type: "string" } } as const;
const urls = ["https://app.example.com/signed-in"];

const record = (more: Partial<UserDirectoryArgs>) =>
  recordResources(
    () =>
      new UserDirectory("users", {
        region: "us-east-1",
        platformName: "Test",
        identitySecrets: { acme: "secret" },
        ...{ providers, attributes },
        ...more,
      }),
  );

/** tests/local/attacksByProviders.test.ts attacks it over HTTP. */
describe("a client for users of providers", () => {
  it("writes what its providers map, and gives its users no way to write", async () => {
    const clients = { acme: federation({ providers: ["Acme"] }) };

    const recorded = await record({ clients, callbackUrls: { acme: urls } });

    const client = recorded.inputs("UserPoolClient", "users-acme");
    assert.deepEqual(client["writeAttributes"], ["email", "given_name", "custom:team"]);
    assert.deepEqual(client["readAttributes"], [
      ...["email", "email_verified", "name", "custom:tenant"],
      ...["given_name", "custom:team"],
    ]);
    assert.deepEqual(client["explicitAuthFlows"], ["ALLOW_ADMIN_USER_PASSWORD_AUTH"]);
    assert.deepEqual(client["allowedOauthScopes"], ["openid", "email", "profile"]);
    assert.deepEqual(client["supportedIdentityProviders"], ["Acme"]);
    assert.deepEqual(client["callbackUrls"], urls);
    assert.equal(recorded.counts["ManagedLoginBranding"], 1);
    assert.equal(recorded.counts["UserPoolDomain"], 1);
  });

  it("has rights and tokens of its own", async () => {
    const clients = {
      both: federation({
        providers: ["Acme", "Google"],
        reads: ["email", "team"],
        tokens: { accessMinutes: 5, rotation: false },
      }),
    };

    const recorded = await record({ clients, callbackUrls: { both: urls } });

    const client = recorded.inputs("UserPoolClient", "users-both");
    assert.deepEqual(client["writeAttributes"], ["email", "given_name", "custom:team", "name"]);
    assert.deepEqual(client["readAttributes"], ["email", "custom:team"]);
    assert.deepEqual(client["explicitAuthFlows"], ["ALLOW_REFRESH_TOKEN_AUTH"]);
    assert.equal(client["accessTokenValidity"], 5);
  });

  it("lets nobody sign up with attributes that only it may write", async () => {
    const clients = {
      acme: federation({ providers: ["Acme"] }),
      web: app({ writes: ["email", "given_name"] }),
    };

    const recorded = await record({ clients, callbackUrls: { acme: urls } });

    const { environment } = recorded.inputs("Function", "users-preSignUp");
    const { variables } = environment as { variables: Record<string, string> };
    assert.equal(variables["PROVIDER_ATTRIBUTES"], "custom:team");
  });

  it("names the domains of which a company's provider may speak", async () => {
    const recorded = await record({ linkByVerifiedEmail: ["Acme", "Google"] });

    const { environment } = recorded.inputs("Function", "users-preSignUp");
    const { variables } = environment as { variables: Record<string, string> };
    assert.deepEqual(JSON.parse(variables["PROVIDER_DOMAINS"]!), { Acme: ["acme.com"] });
  });

  const refusals: [string, Partial<UserDirectoryArgs>, RegExp][] = [
    [
      "a provider of own attributes in an app's client",
      { clients: { web: app({ providers: ["Acme"], writes: ["email", "given_name", "team"] }) } },
      /clients\.web\.providers is "Acme"; .*\(team\)\. .*acme: federation\(\{ providers: \["Acme"\] \}\)/,
    ],
    [
      "own attributes of a provider that another client's users could write",
      { clients: { web: app({ writes: ["email", "team"] }) } },
      /clients\.web\.writes is .*; allowed: a list without team, which Acme maps\. .* kind federation/,
    ],
    [
      "own rights of a client for providers",
      { clients: { acme: { ...federation({ providers: ["Acme"] }), writes: ["email"] } as never } },
      /unknown option "clients\.acme\.writes"/,
    ],
    [
      "pages for passwords in it",
      { clients: { acme: { ...federation({ providers: ["Acme"] }), pages: true } as never } },
      /unknown option "clients\.acme\.pages"/,
    ],
    [
      "one without a provider",
      { clients: { acme: { kind: "federation" } as never } },
      /clients\.acme\.providers is missing/,
    ],
    [
      "one with an unknown provider",
      { clients: { acme: federation({ providers: ["Corp"] }) } },
      /clients\.acme\.providers is "Corp"; allowed: Acme, Google/,
    ],
  ];
  for (const [title, args, message] of refusals) {
    it(`refuses ${title}`, async () => {
      await assert.rejects(record({ callbackUrls: {}, ...args }), message);
    });
  }
});
