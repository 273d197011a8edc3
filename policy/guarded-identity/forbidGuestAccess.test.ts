import { testRule, unknown } from "../testing/ruleTable.ts";
import { forbidGuestAccess as rule } from "./forbidGuestAccess.ts";

const role = "arn:aws:iam::123456789012:role/somebody";

describe("forbid-guest-access", () => {
  testRule(rule, {
    compliant: {
      type: "aws:cognito/identityPool:IdentityPool",
      props: { identityPoolName: "users", allowUnauthenticatedIdentities: false },
    },
    passing: { "no word of guests": { allowUnauthenticatedIdentities: undefined } },
    failing: {
      guests: [{ allowUnauthenticatedIdentities: true }, "allowUnauthenticatedIdentities"],
      "guests by a text": [
        { allowUnauthenticatedIdentities: "true" },
        "allowUnauthenticatedIdentities",
      ],
    },
    undecided: { "whether there are guests": { allowUnauthenticatedIdentities: unknown } },
  });

  testRule(rule, {
    compliant: {
      type: "aws:cognito/identityPoolRoleAttachment:IdentityPoolRoleAttachment",
      props: { identityPoolId: "us-east-1:0", roles: { authenticated: role } },
    },
    passing: { "an unknown role": { roles: { authenticated: unknown } } },
    failing: {
      "a role for guests": [{ roles: { unauthenticated: role } }, "roles.unauthenticated"],
      "an unknown role for guests": [
        { roles: { authenticated: role, unauthenticated: unknown } },
        "roles.unauthenticated",
      ],
    },
    undecided: { "the roles": { roles: unknown } },
  });

  const provider = "cognito-identity.amazonaws.com";
  const amr = `${provider}:amr`;
  const trust = (Condition: unknown, Principal: object = { Federated: provider }) => ({
    assumeRolePolicy: {
      Statement: {
        Effect: "Allow",
        Principal,
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition,
      },
    },
  });
  const anyOf = (value: unknown) => trust({ "ForAnyValue:StringLike": { [amr]: value } });
  const property = "assumeRolePolicy.Statement[0].Condition";
  testRule(rule, {
    compliant: { type: "aws:iam/role:Role", props: anyOf("authenticated") },
    passing: {
      "who signed in by a provider": anyOf(["authenticated", "graph.facebook.com"]),
      "no guests": trust({ "ForAllValues:StringNotEquals": { [amr]: "unauthenticated" } }),
      "an identity pool": trust({ StringEquals: { [`${provider}:aud`]: "us-east-1:0f0f" } }),
      "a service": trust({}, { Service: "lambda.amazonaws.com" }),
      "a trust that is not known yet": { assumeRolePolicy: unknown },
      "conditions that are not known yet": trust(unknown),
      "a value that is not known yet": anyOf(unknown),
    },
    failing: {
      guests: [anyOf("unauthenticated"), property],
      "guests among others": [anyOf(["authenticated", "unauthenticated"]), property],
      "guests by a pattern": [anyOf("*authenticated"), property],
      "guests, in a text": [
        { assumeRolePolicy: JSON.stringify(anyOf("unauthenticated").assumeRolePolicy) },
        property,
      ],
      "all but those who signed in": [
        trust({ "ForAnyValue:StringNotEquals": { [amr]: "authenticated" } }),
        property,
      ],
    },
  });
});
