import assert from "node:assert/strict";
import { judge } from "../testing/judge.ts";
import { unknown } from "../testing/ruleTable.ts";
import { requireClaimsOfFederatedTrust as rule } from "./requireClaimsOfFederatedTrust.ts";

const account = "arn:aws:iam::123456789012";
const github = "token.actions.githubusercontent.com";
const cluster = "oidc.eks.us-east-1.amazonaws.com/id/ABC";
const identityPools = "cognito-identity.amazonaws.com";

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

describe("require-claims-of-federated-trust", () => {
  const passing: Record<string, [unknown, unknown?]> = {
    "a repository": [oidc(github), { StringLike: { [`${github}:sub`]: "repo:example/orders:*" } }],
    "repositories of an owner": [
      oidc(github),
      { StringLike: { [`${github}:sub`]: "repo:example/*" } },
    ],
    "an owner's id": [oidc(github), { StringEquals: { [`${github}:repository_owner_id`]: "7" } }],
    "an identity pool": [
      identityPools,
      { StringEquals: { [`${identityPools}:aud`]: "us-east-1:0f0f" } },
    ],
    "an identity pool that is not known yet": [
      identityPools,
      { StringEquals: { [`${identityPools}:aud`]: unknown } },
    ],
    "an account of a cluster": [
      oidc(cluster),
      { StringEquals: { [`${cluster}:sub`]: "system:serviceaccount:a:b" } },
    ],
    "the audience of a provider of one's own": [
      oidc("login.example.com"),
      { StringEquals: { "login.example.com:aud": "0oa1b2c3" } },
    ],
    "the audience of all, and an account": [
      oidc(cluster),
      {
        StringEquals: { [`${cluster}:aud`]: "sts.amazonaws.com" },
        StringLike: { [`${cluster}:sub`]: "system:serviceaccount:a:*" },
      },
    ],
    "the workflows of an owner": [
      oidc(github),
      { StringLike: { [`${github}:job_workflow_ref`]: "example/ci/.github/workflows/*" } },
    ],
    "projects of a group": [
      oidc("gitlab.com"),
      { StringLike: { "gitlab.com:sub": "project_path:example/*:ref_type:branch:ref:main" } },
    ],
    "workspaces of an organization": [
      oidc("app.terraform.io"),
      { StringLike: { "app.terraform.io:sub": "organization:example:project:*" } },
    ],
    "pipelines of an organization": [
      oidc("agent.buildkite.com"),
      { StringLike: { "agent.buildkite.com:sub": "organization:example:pipeline:*" } },
    ],
    "stacks of an organization": [
      oidc("api.pulumi.com/oidc"),
      { StringLike: { "api.pulumi.com/oidc:sub": "pulumi:deploy:org:example:*" } },
    ],
    "users of a domain": [
      "accounts.google.com",
      { StringLike: { "accounts.google.com:email": "*@example.com" } },
    ],
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
    "anyone's repositories, for an audience": [
      oidc(github),
      { StringEquals: { [`${github}:aud`]: "sts.amazonaws.com" } },
    ],
    "anyone's repositories by a pattern": [
      oidc(github),
      { StringLike: { [`${github}:sub`]: "repo:*" } },
    ],
    "anyone's repositories of a name": [
      oidc(github),
      { StringLike: { [`${github}:sub`]: ["repo:example/orders:*", "repo:*/orders:*"] } },
    ],
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
    "every account of a cluster, for the audience of all": [
      oidc(cluster),
      { StringEquals: { [`${cluster}:aud`]: "sts.amazonaws.com" } },
    ],
    "every account of a cluster, for any audience": [
      oidc(cluster),
      { StringLike: { [`${cluster}:aud`]: "sts.*" } },
    ],
    "every account of a cluster by a pattern": [
      oidc(cluster),
      { StringLike: { [`${cluster}:sub`]: "system:serviceaccount:*" } },
    ],
    "anyone's branches": [
      oidc(github),
      { StringLike: { [`${github}:sub`]: "*:ref:refs/heads/main" } },
    ],
    "owners whose names start alike": [
      oidc(github),
      { StringLike: { [`${github}:sub`]: "repo:example*" } },
    ],
    "anyone's repositories by another claim": [
      oidc(github),
      { StringLike: { [`${github}:repository`]: "*/infra" } },
    ],
    "anyone's workflows": [
      oidc(github),
      { StringLike: { [`${github}:job_workflow_ref`]: "*/.github/workflows/deploy.yml@*" } },
    ],
    "identity pools of a region": [
      identityPools,
      { StringLike: { [`${identityPools}:aud`]: "us-east-1:*" } },
    ],
    "anyone's pipelines": [
      oidc("agent.buildkite.com"),
      { StringEquals: { "agent.buildkite.com:aud": "example" } },
    ],
    "anyone's stacks": [
      oidc("api.pulumi.com/oidc"),
      { StringLike: { "api.pulumi.com/oidc:sub": "pulumi:deploy:org:*" } },
    ],
    "an unknown claim": [oidc(github), { StringEquals: { [`${github}:constructor`]: "example" } }],
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
        /Anyone with a token from \S+ may assume the role: \S+ has no condition on \S+:(sub|aud) that identifies the token's owner\./,
      );
    });
  }
});
