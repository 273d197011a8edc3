import { account, add, change, type Mutations } from "./mutation.ts";

const pool = "cognito/userPool:UserPool";
const client = "cognito/userPoolClient:UserPoolClient";

const acme = {
  userPoolId: "us-east-1_Added1234",
  providerName: "Acme",
  providerType: "OIDC",
  providerDetails: { client_id: "id", oidc_issuer: "https://login.acme.com" },
  attributeMapping: { email: "email", "custom:team": "team" },
};

/** Mutations that weaken sign-in. */
export const identityMutations: Mutations = {
  "short passwords": change(pool, "dev-users", { "passwordPolicy.minimumLength": 6 }),
  "tokens in the address bar": change(client, "dev-users-public", {
    allowedOauthFlows: ["implicit"],
    allowedOauthFlowsUserPoolClient: true,
  }),
  "tokens sent in the clear": change(client, "dev-users-public", {
    callbackUrls: ["http://shop.example.com/callback"],
  }),
  "tokens that can't be taken back": change(client, "dev-users-public", {
    enableTokenRevocation: false,
  }),
  "a response that reveals who has an account": change(client, "dev-users-public", {
    preventUserExistenceErrors: "LEGACY",
  }),
  "guests with rights": add("cognito/identityPool:IdentityPool", {
    identityPoolName: "guests",
    allowUnauthenticatedIdentities: true,
  }),
  "a role for guests": add("cognito/identityPoolRoleAttachment:IdentityPoolRoleAttachment", {
    identityPoolId: "us-east-1:1",
    roles: { unauthenticated: `arn:aws:iam::${account}:role/guest` },
  }),
  "a provider's secret in plain text": add("cognito/identityProvider:IdentityProvider", {
    ...acme,
    providerDetails: { ...acme.providerDetails, client_secret: "hunter2-hunter2" },
  }),
};
