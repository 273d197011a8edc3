import { ExportedStack } from "../support/exportedStack.ts";
import { allow, policyText } from "../support/policies.ts";
import type { CorpusState } from "../support/state.ts";

const federated = (provider: string, action: string, condition: object): string =>
  policyText({
    Effect: "Allow",
    Principal: { Federated: provider },
    Action: action,
    Condition: condition,
  });

const stack = new ExportedStack({ project: "spa", stack: "prod" });
const pool = stack.aws("cognito.UserPool", "users", {
  autoVerifiedAttributes: ["email"],
  passwordPolicy: { minimumLength: 6, requireLowercase: true },
});
const client = stack.aws("cognito.UserPoolClient", "web", {
  userPoolId: pool.id,
  allowedOauthFlows: ["implicit"],
  allowedOauthFlowsUserPoolClient: true,
  allowedOauthScopes: ["openid", "email"],
  callbackUrls: ["https://www.example.com/callback", "http://localhost:3000/callback"],
  explicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
  supportedIdentityProviders: ["COGNITO"],
});
stack.aws("cognito.IdentityProvider", "google", {
  userPoolId: pool.id,
  providerName: "Google",
  providerType: "Google",
  providerDetails: {
    authorize_scopes: "email",
    client_id: "your client_id",
    client_secret: "your client_secret",
  },
  attributeMapping: { email: "email", username: "sub" },
});
stack.aws("cognito.UserPoolClient", "mobile", {
  userPoolId: pool.id,
  allowedOauthFlows: ["code"],
  allowedOauthFlowsUserPoolClient: true,
  allowedOauthScopes: ["openid", "email", "aws.cognito.signin.user.admin"],
  callbackUrls: ["com.example.app://signed-in"],
  explicitAuthFlows: ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
  preventUserExistenceErrors: "ENABLED",
  supportedIdentityProviders: ["COGNITO", "Google"],
});
const texts = stack.aws("iam.Role", "texts", {
  assumeRolePolicy: policyText({
    Effect: "Allow",
    Principal: { Service: "cognito-idp.amazonaws.com" },
    Action: "sts:AssumeRole",
    Condition: { StringEquals: { "sts:ExternalId": "spa-texts" } },
  }),
});
stack.aws("iam.RolePolicy", "texts", {
  role: texts.name,
  policy: policyText(allow(["sns:publish"], "*")),
});
const oldTexts = stack.aws("iam.Role", "old-texts", {
  assumeRolePolicy: policyText({
    Effect: "Allow",
    Principal: { Service: "cognito-idp.amazonaws.com" },
    Action: "sts:AssumeRole",
  }),
});
stack.aws("iam.RolePolicy", "old-texts", {
  role: oldTexts.name,
  policy: policyText(allow(["sns:Publish"], "*"), {
    Effect: "Deny",
    Action: "sns:Publish",
    Resource: "arn:aws:sns:*:*:*",
  }),
});
const identities = stack.aws("cognito.IdentityPool", "identities", {
  identityPoolName: "identities",
  allowUnauthenticatedIdentities: true,
  cognitoIdentityProviders: [
    { clientId: client.id, providerName: "cognito-idp.us-east-1.amazonaws.com/x" },
  ],
});
const of = (name: string, amr: string) =>
  stack.aws("iam.Role", name, {
    assumeRolePolicy: federated("cognito-identity.amazonaws.com", "sts:AssumeRoleWithWebIdentity", {
      StringEquals: { "cognito-identity.amazonaws.com:aud": identities.id },
      "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": amr },
    }),
  });
const [user, guest] = [
  of("authenticated", "authenticated"),
  of("unauthenticated", "unauthenticated"),
];
const uploads = stack.aws("s3.Bucket", "uploads");
stack.aws("s3.BucketPublicAccessBlock", "uploads", {
  bucket: uploads.name,
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
});
stack.aws("iam.RolePolicy", "authenticated", {
  role: user.name,
  policy: policyText(
    allow(
      ["s3:GetObject", "s3:PutObject"],
      `${uploads.arn}/\${cognito-identity.amazonaws.com:sub}/*`,
    ),
  ),
});
stack.aws("cognito.IdentityPoolRoleAttachment", "identities", {
  identityPoolId: identities.id,
  roles: { authenticated: user.arn, unauthenticated: guest.arn },
});

/** As the guides on Cognito have it for single page apps, with the choices of older ones. */
export const singlePageApp: CorpusState = {
  about: "a user pool and an identity pool with guests",
  stack,
  mandatory: {
    "require-strong-passwords users": "six characters",
    "forbid-implicit-grant web": "implicit",
    "require-https-callbacks web": "http://localhost in a permanent stack",
    "require-uniform-sign-in-errors web": "not set, which means LEGACY",
    "forbid-guest-access identities": "allowUnauthenticatedIdentities",
    "forbid-guest-access unauthenticated": "it trusts guests",
    "forbid-broad-resources texts": "sns:publish on * includes every topic",
    "forbid-plain-provider-secrets google": "client_secret is not a secret of the program",
  },
  advisory: {
    "require-source-of-service-trust old-texts": "no external id, account or user pool",
    "forbid-writable-provider-attributes mobile":
      "Google's address, which the pool does not verify before a change",
    "require-user-pool-deletion-protection users": "not set, which means INACTIVE",
    "forbid-plain-password-flow web": "ALLOW_USER_PASSWORD_AUTH",
  },
};

const github = new ExportedStack({ project: "ci", plugin: "6.66.2" });
github.aws("iam.OpenIdConnectProvider", "github", {
  url: "https://token.actions.githubusercontent.com",
  clientIdLists: ["sts.amazonaws.com"],
});
const claim = "token.actions.githubusercontent.com";
const trusting = (name: string, condition: object) =>
  github.aws("iam.Role", name, {
    assumeRolePolicy: federated(
      `arn:aws:iam::111122223333:oidc-provider/${claim}`,
      "sts:AssumeRoleWithWebIdentity",
      condition,
    ),
  });
const aud = { [`${claim}:aud`]: "sts.amazonaws.com" };
const deployer = trusting("deploy", {
  StringEquals: { ...aud, [`${claim}:sub`]: "repo:example/shop:ref:refs/heads/main" },
});
trusting("anyone", { StringEquals: aud });
const admin = trusting("admin", {
  StringEquals: aud,
  StringLike: { [`${claim}:sub`]: "repo:example/shop:*" },
});
github.aws("iam.RolePolicyAttachment", "admin", {
  role: admin.name,
  policyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
});
github.aws("iam.RolePolicy", "deploy", {
  role: deployer.name,
  policy: policyText(
    allow(["ecr:GetAuthorizationToken"], "*"),
    allow(
      ["ecr:PutImage", "ecr:UploadLayerPart"],
      "arn:aws:ecr:us-east-1:111122223333:repository/shop",
    ),
    allow(["ecs:UpdateService"], "*"),
    allow(["iam:PassRole"], "*"),
  ),
});
github.aws("iam.UserPolicy", "legacy", { user: "jenkins", policy: policyText(allow("*", "*")) });

/** As the guides on GitHub Actions have it: one role for a branch, one for a repository, one for all. */
export const deploymentRoles: CorpusState = {
  about: "roles for GitHub Actions, one of them for every repository",
  stack: github,
  mandatory: {
    "require-claims-of-federated-trust anyone": "aud alone is the same for all repositories",
    "forbid-administrator-policies admin": "AdministratorAccess",
    "forbid-broad-resources deploy": "ecs:UpdateService on *",
    "require-scoped-pass-role deploy": "iam:PassRole on *",
    "forbid-all-actions legacy": "* on *",
  },
};
