import { aws } from "../testing/judge.ts";
import { unknown } from "../testing/ruleTable.ts";
import { testStackRule } from "../testing/stackTable.ts";
import { forbidWritableProviderAttributes as rule } from "./forbidWritableProviderAttributes.ts";

const inPool = { userPoolId: ["users"] };
const pool = aws("cognito.UserPool", "users", {
  userAttributeUpdateSettings: { attributesRequireVerificationBeforeUpdates: ["email"] },
});
const provider = aws(
  "cognito.IdentityProvider",
  "acme",
  {
    userPoolId: unknown,
    providerName: "Acme",
    attributeMapping: { username: "sub", email: "email", name: "name", "custom:team": "team" },
  },
  inPool,
);
const client = aws(
  "cognito.UserPoolClient",
  "web",
  {
    userPoolId: unknown,
    supportedIdentityProviders: ["COGNITO", "Acme"],
    allowedOauthScopes: ["openid", "email"],
    writeAttributes: ["email", "name", "custom:team"],
  },
  inPool,
);
const allowedOauthScopes = ["openid", "aws.cognito.signin.user.admin"];
const open = { ...client.props, allowedOauthScopes };

testStackRule(rule, {
  compliant: [pool, provider, client],
  passing: {
    "the scope, but no right to write": { web: { ...open, writeAttributes: ["email", "name"] } },
    "the scope, and the standard attributes": { web: { ...open, writeAttributes: undefined } },
    "the scope for users with passwords": {
      web: { ...open, supportedIdentityProviders: ["COGNITO"] },
    },
    "a provider that maps names": {
      web: open,
      acme: { ...provider.props, attributeMapping: { username: "sub", name: "name" } },
    },
    "a provider of another pool": {
      web: { ...open, userPoolId: "us-east-1_a" },
      acme: { ...provider.props, userPoolId: "us-east-1_b" },
    },
    "no providers in the stack": { web: open, acme: null },
  },
  failing: {
    "the scope and a custom attribute": [
      { web: open },
      "web",
      /Users of the provider acme can write custom:team by their access token: allowedOauthScopes\[1\]/,
    ],
    "an address that takes effect at once": [
      {
        web: { ...open, writeAttributes: undefined },
        users: { userAttributeUpdateSettings: undefined },
      },
      "web",
      /can write email by/,
    ],
    "a pool of another stack": [
      {
        web: { ...open, userPoolId: "us-east-1_a" },
        acme: { ...provider.props, userPoolId: "us-east-1_a" },
        users: null,
      },
      "web",
      /can write email, custom:team by/,
    ],
  },
});
