import type { Refusal } from "./samples.ts";

/** Inputs that are refused for user pools and their parts. */
export const refusedIdentity: readonly Refusal[] = [
  [
    "enum",
    "aws:cognito/identityProvider:IdentityProvider",
    { providerType: "Okta" },
    "providerType",
    /^must be one of "Facebook".*; it is "Okta"$/,
  ],
  [
    "length",
    "aws:cognito/identityProvider:IdentityProvider",
    { idpIdentifiers: ["x".repeat(41)] },
    "idpIdentifiers[0]",
    /^must have 1 to 40 characters/,
  ],
  [
    "enum",
    "aws:cognito/managedLoginBranding:ManagedLoginBranding",
    { assets: [{ category: "LOGO", colorMode: "LIGHT", extension: "PNG" }] },
    "assets[0].category",
    /^must be one of "FAVICON_ICO"/,
  ],
  [
    "range",
    "aws:cognito/userGroup:UserGroup",
    { precedence: -1 },
    "precedence",
    /^must be at least 0; it is -1$/,
  ],
  [
    "type",
    "aws:cognito/riskConfiguration:RiskConfiguration",
    {
      accountTakeoverRiskConfiguration: { actions: { lowAction: { eventAction: "BLOCK" } } },
    },
    "accountTakeoverRiskConfiguration.actions.lowAction.notify",
    /^is required$/,
  ],
];
