import assert from "node:assert/strict";
import { judge } from "../testing/judge.ts";
import { unknown } from "../testing/ruleTable.ts";
import { forbidOpaqueInfrastructure as rule } from "./forbidOpaqueInfrastructure.ts";

const templateBody = '{"Resources":{"Url":{"Type":"AWS::Lambda::Url"}}}';

/** By type: properties, and the text about them in the finding. */
const makers: Readonly<Record<string, readonly (readonly [props: object, said: string])[]>> = {
  "aws:cloudcontrol/resource:Resource": [
    [{ typeName: "AWS::EC2::Instance" }, 'typeName is "AWS::EC2::Instance"'],
    [{ typeName: unknown, desiredState: unknown }, 'typeName is "(not known yet)"'],
  ],
  "aws:cloudformation/stack:Stack": [
    [{ templateBody }, "templateBody is set"],
    [{ templateBody: unknown }, "templateBody is set"],
    [{ templateUrl: "https://example.com/t" }, 'templateUrl is "https://example.com/t"'],
  ],
  "aws:cloudformation/stackSet:StackSet": [[{ templateBody }, "templateBody is set"]],
  "aws:cloudformation/stackInstances:StackInstances": [
    [{ stackSetName: "all" }, 'stackSetName is "all"'],
  ],
  "aws:cloudformation/stackSetInstance:StackSetInstance": [
    [{ stackSetName: "all" }, 'stackSetName is "all"'],
  ],
  "aws:serverlessrepository/cloudFormationStack:CloudFormationStack": [
    [{ applicationId: "app" }, 'applicationId is "app"'],
  ],
  "aws:servicecatalog/provisionedProduct:ProvisionedProduct": [
    [{ productName: "server" }, 'productName is "server"'],
    [{}, "productId is not set"],
  ],
};

describe("forbid-opaque-infrastructure", () => {
  for (const [type, cases] of Object.entries(makers)) {
    for (const [props, said] of cases) {
      it(`fails with ${type} of ${Object.keys(props).join(", ") || "nothing"}`, () => {
        const { violations } = judge(rule, { type, props });

        const messages = violations.map(({ message }) => message);
        assert.equal(messages.length, 1, messages.join("\n"));
        assert.ok(messages[0]!.includes(`: ${said}. `), messages[0]);
        assert.doesNotMatch(messages[0]!, /Lambda/);
      });
    }
  }

  const pool = "AWS::Cognito::UserPool";
  for (const [what, props, passes] of [
    ["a user pool", { typeName: pool, desiredState: "{}" }, true],
    [
      "a user pool whose settings are not known yet",
      { typeName: pool, desiredState: unknown },
      true,
    ],
    ["a replica", { typeName: `${pool}Replica`, desiredState: "{}" }, true],
    ["a domain", { typeName: `${pool}Domain`, desiredState: "{}" }, true],
    ["settings that are no JSON", { typeName: pool, desiredState: "{" }, false],
    ["settings that are a text", { typeName: pool, desiredState: '"{}"' }, false],
    ["no settings", { typeName: pool }, false],
    ["a client of a pool", { typeName: `${pool}Client`, desiredState: "{}" }, false],
    ["the name of an object's member", { typeName: "constructor", desiredState: "{}" }, false],
  ] as const) {
    it(`${passes ? "passes" : "fails"} with ${what} by Cloud Control`, () => {
      const { violations } = judge(rule, { type: "aws:cloudcontrol/resource:Resource", props });

      assert.equal(violations.length, passes ? 0 : 1);
    });
  }

  it("looks at nothing else", () => {
    assert.deepEqual([...rule.types].sort(), Object.keys(makers).sort());
  });

  it("ignores exempt resources", () => {
    const exemptions = [
      { urn: "urn:*::test", reason: "The template was looked at.", expires: "2999-01-01" },
    ];

    const { violations } = judge(
      rule,
      { type: "aws:cloudformation/stack:Stack", props: { templateBody } },
      { exemptions },
    );

    assert.deepEqual(violations, []);
  });
});
