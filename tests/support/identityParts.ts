import fc from "fast-check";
import {
  amazon,
  apple,
  app,
  facebook,
  federation,
  google,
  migration,
  oidc,
  saml,
  secretConfig,
} from "../../components/identity/index.ts";
import type { Client } from "../../components/identity/clients/options.ts";

const oneOf = (...values: unknown[]): fc.Arbitrary<unknown> => fc.constantFrom(...values);
const some = <T>(...values: T[]) => fc.subarray(values, { minLength: 0 });
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const record = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  maybe(fc.record(model, { requiredKeys: [] }));

const secret = secretConfig("test");
const withSecret = { clientId: "id", secret };
const mapping = {
  email: "mail",
  email_verified: "verified",
  given_name: "first",
  "custom:department": "dept",
};
const metadataUrl = "https://idp.example.com/saml";
const appleKey = { teamId: "ABCDEFGHIJ", keyId: "0123456789" };

const providerNames = [
  "Google",
  "SignInWithApple",
  "Facebook",
  "LoginWithAmazon",
  "Acme",
  "Corp-ÄÖ",
];
const providers = fc
  .record(
    {
      Google: fc.constant(google(withSecret)),
      SignInWithApple: fc.constant(apple({ clientId: "id", ...appleKey, privateKey: secret })),
      Facebook: fc.constant(facebook({ ...withSecret, apiVersion: "v21.0" })),
      LoginWithAmazon: fc.constant(amazon(withSecret)),
      Acme: oneOf(
        oidc({ ...withSecret, issuer: "https://login.acme.com", domains: ["acme.com"] }),
        oidc({ ...withSecret, issuer: "https://login.acme.com", mapping }),
      ),
      "Corp-ÄÖ": oneOf(
        saml({ metadataUrl, signOut: true, domains: ["corp.com", "corp two"] }),
        saml({ metadataUrl, encryptedResponses: true, signRequests: false }),
        saml({ metadataUrl, idpInitiated: true }),
      ),
    },
    { requiredKeys: [] },
  )
  .map((chosen) => (Object.keys(chosen).length > 0 ? chosen : undefined));

const kinds = fc.constantFrom<Client>(
  ...[federation({ providers: [] }), federation({ providers: [], reads: ["email", "department"] })],
  app(),
  app({ pages: true }),
  app({ reads: ["email"], writes: ["locale"] }),
  app({ reads: ["locale"], writes: ["email", "phone_number", "preferred_username"] }),
  app({ writes: ["name", "department"] }),
  app({ tokens: { rotation: false } }),
  app({ tokens: { accessMinutes: 5, idMinutes: 1440, refreshDays: 1 } }),
  app({ tokens: { refreshDays: 3650, rotation: { graceSeconds: 0 } } }),
  app({ pages: true, tokens: { rotation: { graceSeconds: 60 } } }),
  migration({ until: "2099-12-31", pages: true }),
);

export type DrawnClient = readonly [client: Client, providers: readonly string[]];

/** A client, and names of providers that it may have. */
const client: fc.Arbitrary<DrawnClient> = fc.tuple(kinds, some(...providerNames));

/** An arbitrary of each option. */
export const identityParts = {
  senderEmail: maybe(oneOf("no-reply@example.com")),
  allowedEmailDomains: maybe(oneOf(["example.com"])),
  deletionProtection: fc.boolean(),
  plan: maybe(oneOf("PLUS")),
  signIn: maybe(
    oneOf(
      ...["email", "emailOrPhone", "phone", { username: {} }],
      ...["email", "phone", "preferredUsername"].map((alias) => ({
        username: { aliases: [alias] },
      })),
      { username: { aliases: ["email", "preferredUsername"] } },
    ),
  ),
  caseSensitive: maybe(fc.boolean()),
  password: maybe(
    fc.record(
      {
        minimumLength: fc.integer({ min: 8, max: 99 }),
        classes: some("lowercase", "uppercase", "numbers", "symbols"),
        history: fc.integer({ min: 0, max: 24 }),
        temporaryDays: fc.integer({ min: 1, max: 365 }),
      },
      { requiredKeys: [] },
    ),
  ),
  mfa: maybe(
    fc.record(
      { mode: oneOf("OFF", "OPTIONAL", "ON"), factors: some("totp", "email", "sms") },
      { requiredKeys: [] },
    ),
  ),
  recovery: maybe(oneOf(["email"], ["phone", "email"], "admin")),
  passwordless: maybe(
    fc.record(
      {
        email: fc.boolean(),
        sms: fc.boolean(),
        passkeys: oneOf(true, { userVerification: "required" }),
      },
      { requiredKeys: [] },
    ),
  ),
  attributes: maybe(
    fc.dictionary(
      fc.stringMatching(/^[A-Za-z][\w-]{0,19}$/),
      oneOf(
        { type: "string" },
        { type: "string", minimum: 1, maximum: 9 },
        { type: "number", minimum: -1 },
        { type: "boolean", mutable: false },
        { type: "date" },
      ),
      { maxKeys: 5 },
    ),
  ),
  groups: maybe(oneOf({ admins: { precedence: 1 } }, { staff: { description: "All of us" } })),
  threatProtection: maybe(
    oneOf("audit", "enforced", {
      mode: "enforced",
      actions: { low: "BLOCK" },
      skippedAddresses: ["2001:db8::/32"],
    }),
  ),
  logs: maybe(fc.record({ deliveryErrors: fc.boolean(), events: fc.boolean() })),
  sms: maybe(oneOf({}, { externalId: "palisade", monthlySpendUsd: 20 })),
  clients: record({ public: client, web: client, work: client }),
  providers,
  linkByVerifiedEmail: maybe(some("Google", "Acme", "SignInWithApple")),
  revocation: maybe(oneOf({}, { withinSeconds: 2, ifUnreachable: "accept" })),
  audit: maybe(oneOf({}, { eventBus: "users", attempts: true })),
  messages: maybe(oneOf("messages/")),
  triggers: record({
    preSignUp: oneOf({ disposableAddresses: "refuse", lastingDomains: ["example.com"] }),
    postConfirmation: oneOf({ groups: { "example.com": "staff" } }),
    preTokenGeneration: oneOf({ requiredGroups: ["staff"] }, { machines: true }),
    userMigration: oneOf({ pool: { userPoolId: "eu-west-1_Old", clientId: "old" } }),
  }),
  machines: maybe(
    oneOf(
      { billing: { scopes: ["orders/read"] } },
      { billing: { scopes: ["orders/read", "https://bills.example.com/all"], accessMinutes: 5 } },
    ),
  ),
  firewall: maybe(oneOf({})),
  totpMfa: maybe(oneOf("OFF", "OPTIONAL")),
  passwordMinimumLength: maybe(fc.integer({ min: 8, max: 99 })),
  machineScopes: maybe(oneOf({ identifier: "stock", scopes: { read: "Read the stock" } })),
  refreshTokenRotation: maybe(fc.boolean()),
};
