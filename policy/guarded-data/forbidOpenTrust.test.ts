import { testRule, unknown } from "../testing/ruleTable.ts";
import { forbidOpenTrust as rule } from "./forbidOpenTrust.ts";

const trust = (statement: object) => ({
  assumeRolePolicy: JSON.stringify({
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", ...statement }],
  }),
});
const property = "assumeRolePolicy.Statement[0].Principal";

testRule(rule, "aws:iam/role:Role", {
  compliant: trust({ Principal: { Service: "lambda.amazonaws.com" } }),
  passing: {
    "an account": trust({ Principal: { AWS: "123456789012" } }),
    "an organization": trust({
      Principal: "*",
      Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } },
    }),
    "roles by a pattern": trust({
      Principal: { AWS: "*" },
      Condition: { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::123456789012:role/ci-*" } },
    }),
    "an organization that is not known yet": {
      assumeRolePolicy: {
        Statement: {
          Effect: "Allow",
          Principal: "*",
          Condition: { StringEquals: { "aws:PrincipalOrgID": unknown } },
        },
      },
    },
    "a denying statement": trust({ Effect: "Deny", Principal: "*" }),
    "an unknown value": { assumeRolePolicy: unknown },
  },
  failing: {
    everybody: [trust({ Principal: "*" }), property],
    "every account": [trust({ Principal: { AWS: "*" } }), property],
    "every account beside a service": [
      trust({ Principal: { Service: "ec2.amazonaws.com", AWS: ["123456789012", "*"] } }),
      property,
    ],
    "everyone who knows an external id": [
      trust({ Principal: "*", Condition: { StringEquals: { "sts:ExternalId": "1" } } }),
      property,
    ],
    "every organization": [
      trust({ Principal: "*", Condition: { StringLike: { "aws:PrincipalOrgID": "*" } } }),
      property,
    ],
    "every organization of a pattern": [
      trust({ Principal: "*", Condition: { StringLike: { "aws:PrincipalOrgID": "o-*" } } }),
      property,
    ],
    "accounts by a pattern": [
      trust({ Principal: "*", Condition: { StringLike: { "aws:PrincipalAccount": "*1*" } } }),
      property,
    ],
    "roles of any account": [
      trust({
        Principal: { AWS: "*" },
        Condition: { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/deploy" } },
      }),
      property,
    ],
    "everyone except an account": [
      trust({
        Principal: "*",
        Condition: { StringNotEquals: { "aws:PrincipalAccount": "123456789012" } },
      }),
      property,
    ],
    "everyone except someone": [
      trust({ NotPrincipal: { AWS: "123456789012" } }),
      "assumeRolePolicy.Statement[0].NotPrincipal",
    ],
    "everyone, in an object": [
      { assumeRolePolicy: { Statement: [{ Effect: "Allow", Principal: "*", Action: unknown }] } },
      property,
    ],
  },
});
