import fc from "fast-check";
import {
  app,
  type AppClient,
  type UserDirectoryArgs,
  userDirectoryFaults,
  userDirectoryRules,
} from "../../components/identity/index.ts";
import { checkOptions } from "../../components/shared/options.ts";

const oneOf = (...values: unknown[]): fc.Arbitrary<unknown> => fc.constantFrom(...values);
const some = <T>(...values: T[]) => fc.subarray(values, { minLength: 0 });
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const part = {
  senderEmail: maybe(oneOf("no-reply@example.com")),
  allowedEmailDomains: maybe(oneOf(["example.com"])),
  deletionProtection: fc.boolean(),
  plan: maybe(oneOf("PLUS")),
  signIn: maybe(oneOf("email", "emailOrPhone", { username: { aliases: ["email"] } })),
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
      { email: fc.boolean(), passkeys: oneOf(true, { userVerification: "required" }) },
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
  clients: maybe(
    oneOf(
      { web: app({ pages: true }) },
      { web: app() },
      { public: app({ reads: ["email"], writes: [] }), web: app({ tokens: { rotation: false } }) },
      { web: app({ tokens: { accessMinutes: 5, rotation: { graceSeconds: 60 } } }) },
    ),
  ),
  machines: maybe(oneOf({ billing: { scopes: ["orders/read"] } })),
  firewall: maybe(oneOf({})),
};

interface Drawn {
  readonly mfa?: { readonly mode?: string; readonly factors?: readonly string[] };
  readonly passwordless?: { readonly email?: boolean; readonly passkeys?: unknown };
  readonly threatProtection?: unknown;
  readonly senderEmail?: unknown;
  readonly signIn?: unknown;
  readonly sms?: unknown;
  readonly clients?: { readonly web?: AppClient };
}

/** What others need, so that most are accepted. */
function completed(drawn: Drawn): object {
  const { mfa, passwordless, threatProtection, senderEmail, signIn, sms, clients } = drawn;
  const texts = sms !== undefined || signIn === "emailOrPhone" || mfa?.factors?.includes("sms");
  const withText = texts
    ? { ...mfa, factors: [...new Set([...(mfa?.factors ?? []), "sms"])] }
    : mfa;
  const factor = mfa?.mode === "OFF" ? { ...mfa, factors: [] } : withText;
  const mailsCodes = factor?.factors?.includes("email") || passwordless?.email;
  return {
    ...drawn,
    ...(factor && { mfa: factor }),
    ...(signIn === "emailOrPhone" && { allowedEmailDomains: undefined }),
    ...(mailsCodes && { senderEmail: senderEmail ?? "no-reply@example.com" }),
    ...(factor?.factors?.includes("email") && { recovery: ["phone", "email"] }),
    ...(passwordless?.passkeys !== undefined && { passkeyDomain: "example.com" }),
    ...(threatProtection !== undefined && { plan: "PLUS" }),
    ...(texts && { sms: sms ?? {} }),
    ...(clients?.web?.pages && { callbackUrls: { web: ["https://app.example.com/in"] } }),
  };
}

/** Arguments of a user directory, most of which are accepted. */
export const someSettings = fc.record(part).map((settings) => {
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  return {
    ...completed(Object.fromEntries(given)),
    region: "us-east-1",
    platformName: "Test",
  } as UserDirectoryArgs;
});

export function isAccepted(args: UserDirectoryArgs): boolean {
  try {
    checkOptions("UserDirectory", args, userDirectoryRules, userDirectoryFaults);
    return true;
  } catch {
    return false;
  }
}
