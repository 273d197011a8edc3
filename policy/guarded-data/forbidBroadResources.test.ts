import assert from "node:assert/strict";
import { judge } from "../testing/judge.ts";
import { testRule, unknown } from "../testing/ruleTable.ts";
import { forbidBroadResources as rule } from "./forbidBroadResources.ts";

const type = "aws:iam/rolePolicy:RolePolicy";
const arn = "arn:aws:dynamodb:us-east-1:123456789012:table/orders";
const iam = "arn:aws:iam::123456789012";
const secrets = "arn:aws:secretsmanager:us-east-1:123456789012:secret:";
const publish = { Effect: "Allow", Action: "sns:Publish", Resource: "*" };
const topics = "arn:aws:sns:*:*:*";
const allow = (statement: object) => ({
  policy: JSON.stringify({ Statement: [{ Effect: "Allow", ...statement }] }),
});
const interfaces = ["ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces"];
const tagged = { StringEquals: { "aws:ResourceTag/team": "orders" } };

testRule(rule, type, {
  compliant: allow({ Action: "dynamodb:GetItem", Resource: arn }),
  passing: {
    "actions without resources": allow({
      Action: [...interfaces, "ec2:Describe*", "xray:PutTraceSegments", "logs:DescribeLogGroups"],
      Resource: "*",
    }),
    "an action in other letters": allow({ Action: "ECR:getauthorizationtoken", Resource: ["*"] }),
    "resources by their tags": allow({
      Action: "dynamodb:GetItem",
      Resource: "*",
      Condition: tagged,
    }),
    "a denying statement": allow({ Effect: "Deny", Action: "dynamodb:*", Resource: "*" }),
    "statements that forbid-all-actions reports": allow({ Action: "*", Resource: "*" }),
    "statements that require-scoped-pass-role reports": allow({
      Action: "iam:PassRole",
      Resource: "*",
    }),
    "all of an account": allow({
      Action: "ssm:GetParameter",
      Resource: "arn:aws:ssm:us-east-1:123456789012:parameter/*",
    }),
    "secrets under a name": allow({
      Action: "secretsmanager:GetSecretValue",
      Resource: `${secrets}orders/*`,
    }),
    "secrets by their tags": allow({
      Action: "secretsmanager:GetSecretValue",
      Resource: `${secrets}*`,
      Condition: { StringEquals: { "secretsmanager:ResourceTag/team": "orders" } },
    }),
    "names of all secrets": allow({
      Action: "secretsmanager:DescribeSecret",
      Resource: `${secrets}*`,
    }),
    "text messages, and no topics": {
      policy: JSON.stringify({
        Statement: [publish, { ...publish, Effect: "Deny", Resource: topics }],
      }),
    },
    "text messages, and nothing but topics excluded": allow({
      Action: "sns:Publish",
      NotResource: topics,
    }),
    "rights of some roles": allow({ Action: "iam:PutRolePolicy", Resource: `${iam}:role/app-*` }),
    "rights of roles with a boundary": allow({
      Action: "iam:PutRolePolicy",
      Resource: `${iam}:role/*`,
      Condition: { StringEquals: { "iam:PermissionsBoundary": `${iam}:policy/boundary` } },
    }),
    "one's own keys": allow({
      Action: "iam:CreateAccessKey",
      Resource: iam + ":user/${aws:username}",
    }),
    "resources by a tag of the caller": allow({
      Action: "dynamodb:GetItem",
      Resource: "*",
      Condition: { StringEquals: { "aws:ResourceTag/team": "${aws:PrincipalTag/team}" } },
    }),
    "resources that are not known yet": {
      policy: { Statement: [{ Effect: "Allow", Action: "dynamodb:GetItem", Resource: unknown }] },
    },
    "a document that is not known yet": { policy: unknown },
    // Service Authorization Reference: none of these requires a resource.
    "actions whose resource types are optional": allow({
      Action: ["translate:TranslateText", "rds:DescribeDBInstances", "cloudwatch:GetMetricData"],
      Resource: "*",
    }),
    "patterns of actions without resources": allow({
      Action: ["autoscaling:Describe*", "elasticloadbalancing:Describe*", "ec2messages:*"],
      Resource: "*",
    }),
    "all of an account by a condition": allow({
      Action: "sqs:SendMessage",
      Resource: "*",
      Condition: { StringEquals: { "aws:ResourceAccount": "123456789012" } },
    }),
    "actions that AWS does not know": allow({ Action: "s3:GetObjects", Resource: "*" }),
  },
  failing: {
    "text messages and all topics": [
      { policy: JSON.stringify({ Statement: [publish] }) },
      "policy.Statement[0].Resource",
    ],
    "topics that are denied at times": [
      {
        policy: JSON.stringify({
          Statement: [
            publish,
            {
              ...{ ...publish, Effect: "Deny", Resource: topics },
              Condition: { Bool: { "aws:SecureTransport": "false" } },
            },
          ],
        }),
      },
      "policy.Statement[0].Resource",
    ],
    "topics of which some are denied": [
      {
        policy: JSON.stringify({
          Statement: [
            publish,
            { ...publish, Effect: "Deny", Resource: `${topics.slice(0, -1)}orders` },
          ],
        }),
      },
      "policy.Statement[0].Resource",
    ],
    "every secret of an account": [
      allow({ Action: "secretsmanager:Get*", Resource: [`${secrets}orders`, `${secrets}*`] }),
      "policy.Statement[0].Resource",
    ],
    "every resource": [
      allow({ Action: "dynamodb:GetItem", Resource: "*" }),
      "policy.Statement[0].Resource",
    ],
    "every resource beside one": [
      allow({ Action: "dynamodb:GetItem", Resource: [arn, "*"] }),
      "policy.Statement[0].Resource",
    ],
    "every resource beside an unknown one": [
      {
        policy: {
          Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: [unknown, "*"] }],
        },
      },
      "policy.Statement[0].Resource",
    ],
    "every table": [
      allow({ Action: "dynamodb:GetItem", Resource: "arn:aws:dynamodb:*:*:table/*" }),
      "policy.Statement[0].Resource",
    ],
    "one action among those without resources": [
      allow({ Action: [...interfaces, "s3:GetObject"], Resource: "*" }),
      "policy.Statement[0].Resource",
    ],
    "a pattern that is wider than those without resources": [
      allow({ Action: "ec2:*", Resource: "*" }),
      "policy.Statement[0].Resource",
    ],
    "a condition on something else": [
      allow({
        Action: "s3:GetObject",
        Resource: "*",
        Condition: { Bool: { "aws:SecureTransport": "true" } },
      }),
      "policy.Statement[0].Resource",
    ],
    "a condition on how it is done": [
      allow({
        Action: "s3:GetObject",
        Resource: "*",
        Condition: { NumericGreaterThanEquals: { "s3:TlsVersion": "1.2" } },
      }),
      "policy.Statement[0].Resource",
    ],
    "rights of all roles of an account": [
      allow({ Action: ["iam:Put*Policy", "iam:GetRole"], Resource: `${iam}:role/*` }),
      "policy.Statement[0].Resource",
    ],
    "rights of all roles of an account by a condition": [
      allow({
        Action: "iam:PutRolePolicy",
        Resource: "*",
        Condition: { StringEquals: { "aws:ResourceAccount": "123456789012" } },
      }),
      "policy.Statement[0].Resource",
    ],
    "rights of all roles, beside other actions without resources": [
      allow({ Action: ["xray:PutTraceSegments", "iam:*"], Resource: `${iam}:*` }),
      "policy.Statement[0].Resource",
    ],
    "a pattern with one action that requires a resource": [
      allow({ Action: "logs:Describe*", Resource: "*" }),
      "policy.Statement[0].Resource",
    ],
    "all of a service on everything": [
      allow({ Action: "iot:*", Resource: "*" }),
      "policy.Statement[0].Resource",
    ],
    "all resources but one": [
      allow({ Action: "s3:GetObject", NotResource: "arn:aws:s3:::orders/*" }),
      "policy.Statement[0].NotResource",
    ],
  },
});

describe("forbid-broad-resources", () => {
  it("names the actions, and accepts additional ones that need no resource", () => {
    const props = allow({ Action: ["s3:GetObject", "sqs:SendMessage"], Resource: "*" });
    const messages = (unscopableActions: string[]) =>
      judge(rule, { type, props }, { unscopableActions }).violations.map(({ message }) => message);

    assert.match(messages([])[0]!, /allows s3:GetObject and 1 more on all resources/);
    assert.match(messages(["s3:Get*"])[0]!, /allows sqs:SendMessage on all resources/);
    assert.deepEqual(messages(["s3:Get*", "sqs:SendMessage"]), []);
  });

  it("names an action that a pattern includes, and only actions of the resource's service", () => {
    const messages = (Action: unknown, Resource: unknown) =>
      judge(rule, { type, props: allow({ Action, Resource }) }).violations.map(({ message }) =>
        message.split(":", 4).slice(0, 3).join(":"),
      );
    const bucket = "arn:aws:s3:::orders/*";

    assert.deepEqual(messages("logs:Describe*", "*"), [
      "The policy allows logs:Describe* (such as logs:DescribeLogStreams) on all resources",
    ]);
    assert.deepEqual(
      messages(["s3:GetObject", "logs:PutLogEvents"], [bucket, "arn:aws:logs:*:*:*"]),
      [
        'The policy allows logs:PutLogEvents on all resources: policy.Statement[0].Resource is "arn',
      ],
    );
    assert.equal(messages("s3:GetObject", ["arn:aws:s3:::*", "*", "arn:aws:s3:::*/*"]).length, 1);
  });
});
