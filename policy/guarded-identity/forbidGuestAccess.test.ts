import { testRule, unknown } from "../testing/ruleTable.ts";
import { forbidGuestAccess as rule } from "./forbidGuestAccess.ts";

const role = "arn:aws:iam::123456789012:role/somebody";

testRule(rule, "aws:cognito/identityPool:IdentityPool", {
  compliant: { identityPoolName: "users", allowUnauthenticatedIdentities: false },
  passing: { "no word of guests": { allowUnauthenticatedIdentities: undefined } },
  failing: {
    guests: { allowUnauthenticatedIdentities: true },
    "guests by a text": { allowUnauthenticatedIdentities: "true" },
  },
  undecided: { "whether there are guests": { allowUnauthenticatedIdentities: unknown } },
});

testRule(rule, "aws:cognito/identityPoolRoleAttachment:IdentityPoolRoleAttachment", {
  compliant: { identityPoolId: "us-east-1:0", roles: { authenticated: role } },
  passing: { "an unknown role": { roles: { authenticated: unknown } } },
  failing: {
    "a role for guests": { roles: { unauthenticated: role } },
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

testRule(rule, "aws:iam/role:Role", {
  compliant: anyOf("authenticated"),
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
