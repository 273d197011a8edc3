import { audit, guide, own, type Refusal, reference, sender } from "./refusal.ts";

const attributePage = guide("Working with user attributes");
const factors = guide("Adding MFA to a user pool");
const otp = guide("SMS and email message MFA");
const flows = guide("Authentication flows");
const passkeys = guide("Sign-in with passkeys");

/** Wrong factors, ways to sign in, and passwords. */
export const refusedSignIn: readonly Refusal[] = [
  // Factors
  [{ mfa: { mode: "ALWAYS" } }, /mfa\.mode is "ALWAYS"; allowed: "OFF", "OPTIONAL", "ON"/, factors],
  [{ mfa: { factors: ["otp"] } }, /mfa\.factors\[0\] is "otp"; allowed: "totp", "sms"/, factors],
  [{ mfa: { factors: ["totp", "totp"] } }, /mfa\.factors is .*; allowed: a list of/, own],
  [{ mfa: { factors: [] } }, /mfa\.factors is \[\]; allowed: at least one of totp/, factors],
  [
    { mfa: { mode: "OFF", factors: ["totp"] } },
    /mfa\.factors is \["totp"\]; allowed: nothing with mode "OFF"\. Cognito does not turn MFA off/,
    "terraform-provider-aws, user_pool.go (can't turn off MFA and configure an MFA together)",
  ],
  [
    { mfa: { factors: ["email"] }, recovery: ["phone", "email"] },
    /mfa\.factors is \["email"\]; allowed: no email without senderEmail/,
    otp,
  ],
  [
    { mfa: { factors: ["email"] } },
    /recovery is missing; allowed: both "email" and "phone" with email as a second factor/,
    "@pulumi/aws 7.48, UserPool (emailMfaConfiguration)",
    sender,
  ],
  [
    { mfa: { factors: ["totp", "email"] }, recovery: ["phone"] },
    /recovery is \["phone"\]; allowed: both/,
    "@pulumi/aws 7.48, UserPool (emailMfaConfiguration)",
    sender,
  ],
  [
    { mfa: { factors: ["email"] }, recovery: "admin" },
    /recovery is "admin"; allowed: both/,
    factors,
    sender,
  ],
  [
    { mfa: { factors: ["sms"] } },
    /mfa\.factors is \["sms"\]; allowed: no sms without the option/,
    factors,
  ],
  [{ mfa: {} }, /totpMfa is "ON"; allowed: nothing beside mfa/, own, { totpMfa: "ON" }],
  [
    {},
    /totpMfa is "ON"; allowed: OFF or OPTIONAL together with senderEmail/,
    own,
    { ...sender, totpMfa: "ON" },
  ],
  // Without a password
  [
    { mfa: { mode: "ON" }, passwordless: { email: true } },
    /passwordless is .*; allowed: nothing with mfa\.mode "ON"\. Cognito requires a password/,
    flows,
    sender,
  ],
  [
    { mfa: { mode: "ON" }, passwordless: { passkeys: true } },
    /passwordless is .*; allowed: nothing with mfa\.mode "ON"/,
    passkeys,
    { passkeyDomain: "example.com" },
  ],
  [
    { passwordless: { email: true } },
    /passwordless\.email is true; allowed: false without senderEmail/,
    otp,
  ],
  [
    { passwordless: { sms: true } },
    /passwordless\.sms is true; allowed: false without the option sms/,
    flows,
  ],
  [
    { passwordless: { passkeys: true } },
    /passkeyDomain is missing; allowed: the domain of your/,
    passkeys,
  ],
  [
    {},
    /passkeyDomain is "example.com"; allowed: nothing without/,
    own,
    { passkeyDomain: "example.com" },
  ],
  ...["co.uk", "github.io", "com", "https://example.com", "Example.com"].map(
    (passkeyDomain): Refusal => [
      { passwordless: { passkeys: true } },
      /passkeyDomain is ".*"; allowed: a domain of yours in lower case/,
      reference("WebAuthnConfigurationType"),
      { passkeyDomain },
    ],
  ),
  [
    { passwordless: { passkeys: { userVerification: "discouraged" } } },
    /passkeys\.userVerification is "discouraged"; allowed: "preferred", "required"/,
    reference("WebAuthnConfigurationType"),
  ],
  // Sign-in
  [{ signIn: "username" }, /signIn is "username"; allowed: "email", "phone"/, attributePage],
  [
    { signIn: "phone" },
    /signIn is "phone"; allowed: no phone numbers without sms/,
    guide("SMS message settings"),
  ],
  [
    { signIn: "emailOrPhone" },
    /signIn is "emailOrPhone"; allowed: no phone/,
    guide("SMS message settings"),
  ],
  [
    { signIn: { username: { aliases: ["phone"] } } },
    /signIn is .*; allowed: no phone numbers without sms/,
    guide("SMS message settings"),
  ],
  [
    { signIn: { username: { aliases: ["nickname"] } } },
    /signIn\.username\.aliases\[0\] is "nickname"; allowed: "email", "phone", "preferredUsername"/,
    attributePage,
  ],
  [
    { signIn: "phone" },
    /allowedEmailDomains is \["example.com"\]; allowed: nothing for users who may have no confirmed email/,
    own,
    { allowedEmailDomains: ["example.com"] },
  ],
  [
    { signIn: { username: { aliases: ["email", "phone"] } }, sms: {} },
    /allowedEmailDomains is \["example.com"\]; allowed: nothing for users who may have no confirmed email/,
    own,
    { allowedEmailDomains: ["example.com"] },
  ],
  [
    { signIn: "phone", passwordless: { email: true } },
    /passwordless\.email is true; allowed: false for a pool that confirms no addresses/,
    flows,
    sender,
  ],
  [
    { recovery: [] },
    /recovery is \[\]; allowed: a list of "email" and "phone", or "admin"/,
    factors,
  ],
  [
    { recovery: ["email", "email"] },
    /recovery is .*; allowed: a list of/,
    reference("RecoveryOptionType"),
  ],
  [
    { recovery: ["admin"] },
    /recovery\[0\] is "admin"; allowed: "email", "phone"/,
    reference("RecoveryOptionType"),
  ],
  // Passwords
  [
    { password: { minimumLength: 7 } },
    /password\.minimumLength is 7; allowed: .* 8 to 99/,
    reference("PasswordPolicyType"),
  ],
  [
    { password: { minimumLength: 100 } },
    /password\.minimumLength is 100/,
    reference("PasswordPolicyType"),
  ],
  [
    { password: { temporaryDays: 366 } },
    /password\.temporaryDays is 366/,
    reference("PasswordPolicyType"),
  ],
  [
    { password: { classes: ["emoji"] } },
    /password\.classes\[0\] is "emoji"/,
    reference("PasswordPolicyType"),
  ],
  [
    { ...audit, password: { history: 25 } },
    /password\.history is 25; allowed: .* 0 to 24/,
    reference("PasswordPolicyType"),
  ],
  [
    { password: { history: 5 } },
    /password\.history is 5; allowed: 0 without threatProtection/,
    "@pulumi/aws 7.48, UserPoolPasswordPolicy (passwordHistorySize)",
  ],
  [
    { password: {} },
    /passwordMinimumLength is 9; allowed: nothing beside password/,
    own,
    { passwordMinimumLength: 9 },
  ],
];
