import assert from "node:assert/strict";
import { judge } from "../testing/judge.ts";
import { unknown } from "../testing/ruleTable.ts";
import { requireClaimsOfFederatedTrust as rule } from "./requireClaimsOfFederatedTrust.ts";

const account = "arn:aws:iam::123456789012";
const github = "token.actions.githubusercontent.com";
const cluster = "oidc.eks.us-east-1.amazonaws.com/id/ABC";
const sentinel = "sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d";
const identityPools = "cognito-identity.amazonaws.com";
/** Providers that are not resources of the account. */
const builtIn = [identityPools, "accounts.google.com"];

const judged = (provider: unknown, Condition: unknown = {}) =>
  judge(rule, {
    type: "aws:iam/role:Role",
    props: {
      assumeRolePolicy: {
        Statement: [
          {
            Effect: "Allow",
            Action: "sts:AssumeRoleWithWebIdentity",
            Principal: { Federated: provider },
            Condition,
          },
        ],
      },
    },
  });
const oidc = (provider: string) => `${account}:oidc-provider/${provider}`;

/** A provider, and a condition on a claim of its tokens. */
const on =
  (operator: string) =>
  (provider: string, claim: string, value: unknown): [string, object] => [
    builtIn.includes(provider) ? provider : oidc(provider),
    { [operator]: { [`${provider}:${claim}`]: value } },
  ];
const equals = on("StringEquals");
const like = on("StringLike");

describe("require-claims-of-federated-trust", () => {
  const passing: Record<string, [unknown, unknown?]> = {
    "a repository": like(github, "sub", "repo:example/orders:*"),
    "repositories of an owner": like(github, "sub", "repo:example/*"),
    "an owner's id": equals(github, "repository_owner_id", "7"),
    "an identity pool": equals(identityPools, "aud", "us-east-1:0f0f"),
    "an identity pool that is not known yet": equals(identityPools, "aud", unknown),
    "an account of a cluster": equals(cluster, "sub", "system:serviceaccount:a:b"),
    "the audience of a provider of one's own": equals("login.example.com", "aud", "0oa1b2c3"),
    "the audience of all, and an account": [
      oidc(cluster),
      {
        StringEquals: { [`${cluster}:aud`]: "sts.amazonaws.com" },
        StringLike: { [`${cluster}:sub`]: "system:serviceaccount:a:*" },
      },
    ],
    "the workflows of an owner": like(github, "job_workflow_ref", "example/ci/.github/workflows/*"),
    "projects of a group": like(
      "gitlab.com",
      "sub",
      "project_path:example/*:ref_type:branch:ref:main",
    ),
    "workspaces of an organization": like(
      "app.terraform.io",
      "sub",
      "organization:example:project:*",
    ),
    "pipelines of an organization": like(
      "agent.buildkite.com",
      "sub",
      "organization:example:pipeline:*",
    ),
    "stacks of an organization": like("api.pulumi.com/oidc", "sub", "pulumi:deploy:org:example:*"),
    "users of a domain": like("accounts.google.com", "email", "*@example.com"),
    "a client of Google": equals("accounts.google.com", "aud", "123.apps.googleusercontent.com"),
    "a service account of Google, for an audience": [
      "accounts.google.com",
      {
        StringEquals: { "accounts.google.com:oaud": "orders", "accounts.google.com:sub": "1084" },
      },
    ],
    // IAM User Guide, "Identity-provider controls for shared OIDC providers".
    "a workspace of Sentinel": [
      oidc(sentinel),
      { StringEquals: { "sts:RoleSessionName": "Sentinel_1" } },
    ],
    "an organization of sandboxes": equals("sandboxes.cloud", "aud", "example"),
    // Atlassian Support, "Deploy on AWS using Bitbucket Pipelines OpenID Connect": the issuer is the
    // workspace's own.
    "a workspace of Bitbucket": equals(
      "api.bitbucket.org/2.0/workspaces/example/pipelines-config/identity/oidc",
      "aud",
      "ari:cloud:bitbucket::workspace/1f",
    ),
    "a client of a tenant of one's own": equals("example.eu.auth0.com/", "aud", "AbC123"),
    "conditions that are not known yet": [oidc(github), unknown],
    SAML: [`${account}:saml-provider/okta`],
    "a provider that is not known yet": [unknown],
  };
  for (const [what, [provider, condition]] of Object.entries(passing)) {
    it(`passes with ${what}`, () => {
      assert.deepEqual(judged(provider, condition), { violations: [], undecided: undefined });
    });
  }

  const failing: Record<string, [string, object?]> = {
    "anyone's repositories": [oidc(github)],
    "anyone's repositories, for an audience": equals(github, "aud", "sts.amazonaws.com"),
    "anyone's repositories by a pattern": like(github, "sub", "repo:*"),
    "anyone's repositories of a name": like(github, "sub", [
      "repo:example/orders:*",
      "repo:*/orders:*",
    ]),
    "anyone's repositories except one": [
      oidc(github),
      { StringNotLike: { [`${github}:sub`]: "repo:example/orders:*" } },
    ],
    "anyone's repositories by an operator that accepts a missing claim": [
      oidc(github),
      { "ForAllValues:StringLike": { [`${github}:sub`]: "repo:example/orders:*" } },
    ],
    "anyone's identity pools": [
      identityPools,
      { "ForAnyValue:StringLike": { [`${identityPools}:amr`]: "authenticated" } },
    ],
    "every account of a cluster": [oidc(cluster)],
    "every account of a cluster, for the audience of all": equals(
      cluster,
      "aud",
      "sts.amazonaws.com",
    ),
    "every account of a cluster, for any audience": like(cluster, "aud", "sts.*"),
    "every account of a cluster by a pattern": like(cluster, "sub", "system:serviceaccount:*"),
    "anyone's branches": like(github, "sub", "*:ref:refs/heads/main"),
    "owners whose names start alike": like(github, "sub", "repo:example*"),
    "anyone's repositories by another claim": like(github, "repository", "*/infra"),
    "anyone's workflows": like(github, "job_workflow_ref", "*/.github/workflows/deploy.yml@*"),
    "identity pools of a region": like(identityPools, "aud", "us-east-1:*"),
    "anyone's pipelines": equals("agent.buildkite.com", "aud", "example"),
    "anyone's stacks": like("api.pulumi.com/oidc", "sub", "pulumi:deploy:org:*"),
    // Google Cloud, "Get an ID token": a service account chooses the audience of its tokens.
    "anyone's service accounts of Google, for an audience": equals(
      "accounts.google.com",
      "oaud",
      "sts.amazonaws.com",
    ),
    // Microsoft Learn, "Connect Microsoft Sentinel to Amazon Web Services": one audience for all.
    "anyone's workspaces of Sentinel": equals(sentinel, "aud", "api://1462b192"),
    "anyone's workspaces of Terraform": equals("app.terraform.io", "aud", "aws.workload.identity"),
    "anyone's projects of GitLab": equals("gitlab.com", "aud", "https://gitlab.com"),
    "an unknown claim": equals(github, "constructor", "example"),
    "the claim of another provider": [
      oidc(cluster),
      { StringEquals: { [`${github}:sub`]: "repo:example/orders:*" } },
    ],
  };
  for (const [what, [provider, condition]] of Object.entries(failing)) {
    it(`fails with ${what}`, () => {
      const { violations } = judged(provider, condition);

      assert.equal(violations.length, 1);
      assert.match(
        violations[0]!.message,
        /Anyone with a token from \S+ may assume the role: \S+ has no condition on \S+:(sub|aud|RoleSessionName) that identifies the token's owner\./,
      );
    });
  }
});
