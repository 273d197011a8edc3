import assert from "node:assert/strict";
import { requireStrongPasswords } from "../guarded-identity/requireStrongPasswords.ts";
import { requireUserPoolDeletionProtection } from "../guarded-identity/requireUserPoolDeletionProtection.ts";
import { requireModernTls } from "../guarded-api/requireModernTls.ts";
import { requireFunctionsInVpc } from "../private-servers/requireFunctionsInVpc.ts";
import { aws, type Declared, judgeAs, judgeStack } from "../testing/judge.ts";
import { unknown } from "../testing/ruleTable.ts";

const password = {
  MinimumLength: 12,
  RequireLowercase: true,
  RequireUppercase: true,
  RequireNumbers: true,
  RequireSymbols: true,
};
const compliant = { DeletionProtection: "ACTIVE", Policies: { PasswordPolicy: password } };

const cloudControl = (typeName: string, desiredState: unknown): Declared =>
  aws("cloudcontrol.Resource", "users", { typeName, desiredState });
const lasting = { temporaryStacks: [] };
const configOf = ({ name }: { name: string }) => (/deletion/.test(name) ? lasting : {});
const pool = (state: object) => cloudControl("AWS::Cognito::UserPool", JSON.stringify(state));

describe("a user pool of Cloud Control", () => {
  for (const [rule, change, what] of [
    [requireUserPoolDeletionProtection, { DeletionProtection: "INACTIVE" }, "deletionProtection"],
    [requireUserPoolDeletionProtection, { DeletionProtection: undefined }, "deletionProtection"],
    [
      requireStrongPasswords,
      { Policies: { PasswordPolicy: { ...password, MinimumLength: 6 } } },
      "passwordPolicy.minimumLength",
    ],
    [
      requireStrongPasswords,
      { Policies: { PasswordPolicy: { ...password, RequireSymbols: false } } },
      "passwordPolicy.requireSymbols",
    ],
  ] as const) {
    it(`is checked by ${rule.name}: ${what}`, () => {
      assert.equal(judgeAs(rule, pool(compliant), configOf(rule)).violations.length, 0);

      const { violations } = judgeAs(rule, pool({ ...compliant, ...change }), configOf(rule));

      assert.equal(violations.length, 1);
      assert.ok(violations[0]!.message.includes(what), violations[0]!.message);
    });
  }

  it("is noted while its settings are unknown", () => {
    const { violations, undecided } = judgeAs(
      requireUserPoolDeletionProtection,
      cloudControl("AWS::Cognito::UserPool", unknown),
      lasting,
    );

    assert.deepEqual(violations, []);
    assert.ok(undecided);
  });
});

describe("a user pool's domain of Cloud Control", () => {
  for (const [securityPolicy, violations] of [
    ["TLS_V1_2_2021", 0],
    ["TLS_V1", 1],
  ] as const) {
    it(`${violations ? "may not" : "may"} have ${securityPolicy}`, () => {
      const state = JSON.stringify({ CustomDomainConfig: { SecurityPolicy: securityPolicy } });
      const domain = cloudControl("AWS::Cognito::UserPoolDomain", state);

      assert.equal(judgeAs(requireModernTls, domain).violations.length, violations);
    });
  }
});

describe("functions of replicated users", () => {
  const func = (name: string) =>
    aws("lambda.Function", name, { arn: `arn:aws:lambda:us-west-2:1:function:${name}`, name });
  const permission = (name: string, principal: string, sourceArn: unknown) =>
    aws("lambda.Permission", `of-${name}`, { function: name, principal, sourceArn });
  const attachment = cloudControl(
    "AWS::Cognito::UserPoolRegionalConfigurationAttachment",
    JSON.stringify({
      LambdaConfig: {
        PreTokenGenerationConfig: { LambdaArn: "arn:aws:lambda:us-west-2:1:function:claims" },
      },
    }),
  );
  const authorizers = "arn:aws:execute-api:us-west-2:1:abc/authorizers/*";
  const gateway = "apigateway.amazonaws.com";
  const count = (resources: Declared[], config: object = {}) =>
    judgeStack(requireFunctionsInVpc, resources, config).violations.length;

  it("may run outside a VPC as a replica's senders of text messages", () => {
    const sender = cloudControl(
      "AWS::Cognito::UserPoolRegionalConfigurationAttachment",
      JSON.stringify({
        LambdaConfig: {
          CustomSMSSender: { LambdaArn: "arn:aws:lambda:us-west-2:1:function:texts" },
        },
      }),
    );
    const cognito = permission("texts", "cognito-idp.amazonaws.com", "arn:aws:cognito-idp:::x");

    assert.equal(count([func("texts"), sender, cognito]), 0);
  });

  it("may run outside a VPC as a replica's triggers", () => {
    const cognito = permission("claims", "cognito-idp.amazonaws.com", "arn:aws:cognito-idp:::x");

    assert.equal(count([func("claims"), attachment, cognito]), 0);
    assert.equal(count([func("other"), attachment, cognito]), 1);
  });

  for (const [what, permissions, config, violations] of [
    ["an authorizer", [permission("a", gateway, authorizers)], { exemptAuthorizers: true }, 0],
    ["an authorizer by default", [permission("a", gateway, authorizers)], {}, 1],
    [
      "an authorizer that routes call too",
      [
        permission("a", gateway, authorizers),
        permission("a", gateway, "arn:aws:execute-api:us-west-2:1:abc/*/GET/x"),
      ],
      { exemptAuthorizers: true },
      1,
    ],
    [
      "a function of a route that looks like one",
      [permission("a", gateway, "arn:aws:execute-api:us-west-2:1:abc/*/GET/authorizers/x")],
      { exemptAuthorizers: true },
      1,
    ],
    [
      "a function for everybody",
      [permission("a", "*", authorizers)],
      { exemptAuthorizers: true },
      1,
    ],
  ] as const) {
    it(`${violations ? "may not" : "may"} run outside a VPC as ${what}`, () => {
      assert.equal(count([func("a"), ...permissions], config), violations);
    });
  }
});
