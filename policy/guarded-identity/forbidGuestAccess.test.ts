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
});
