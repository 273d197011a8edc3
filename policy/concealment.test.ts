import assert from "node:assert/strict";
import { secretSignature, signatureKey } from "../project/signatures.ts";
import { forbidInternetIngress } from "./private-servers/forbidInternetIngress.ts";
import { forbidPlainSecrets } from "./guarded-data/forbidPlainSecrets.ts";
import { forbidPublicPolicies } from "./private-servers/forbidPublicPolicies.ts";
import { concealed, secretTextsOf } from "./concealment.ts";
import { ResourceView } from "./model/resourceView.ts";
import { readProperties } from "./model/values.ts";
import { judge } from "./testing/judge.ts";

// In the engine's form; exports made with `--show-secrets` have JSON in `plaintext` instead.
// Source: pulumi, `sdk/go/common/resource/sig` and `pkg/resource/stack/deployment.go`.
const secret = (value: unknown) => ({ [signatureKey]: secretSignature, value });
const plain = (value: unknown) => ({
  [signatureKey]: secretSignature,
  plaintext: JSON.stringify(value),
});

describe("secrets of the program", () => {
  for (const [form, hide] of Object.entries({ "from the engine": secret, exported: plain })) {
    it(`are judged but not printed, ${form}`, () => {
      const props = { ingress: [{ protocol: "tcp", cidrBlocks: hide(["198.0.0.0/7"]) }] };
      const type = "aws:ec2/securityGroup:SecurityGroup";
      const [{ message } = { message: "" }] = judge(forbidInternetIngress, {
        type,
        props,
      }).violations;

      assert.match(message, /cidrBlocks\[0\] is a secret of the program that has this effect/);
      assert.doesNotMatch(message, /198\.0/);
    });

    it(`are not printed from documents, ${form}`, () => {
      const policy = { Statement: { Effect: "Allow", Principal: "*", Action: "sqs:SendMessage" } };
      const props = { policy: hide(JSON.stringify(policy)) };
      const type = "aws:sqs/queuePolicy:QueuePolicy";
      const { violations } = judge(forbidPublicPolicies, { type, props });

      assert.equal(violations.length, 1);
      assert.match(violations[0]!.message, /is a secret of the program/);
    });

    it(`keep the description of what a variable contains, ${form}`, () => {
      const variables = hide({ CONFIG: "postgres://shop:hunter2hunter2@db:5432/shop" });
      const type = "aws:lambda/function:Function";
      const { violations } = judge(forbidPlainSecrets, {
        type,
        props: { environment: { variables } },
      });

      assert.match(violations[0]!.message, /CONFIG is text that contains a URL with a password/);
      assert.doesNotMatch(violations[0]!.message, /hunter2/);
    });
  }

  it("are replaced where a finding about another property quotes them", () => {
    const props = readProperties({
      path: { [signatureKey]: secretSignature, value: "partners-only" },
    });
    const view = new ResourceView({ type: "t", name: "n", urn: "u", props });
    const finding = { exposed: "Anyone calls /partners-only", property: "a", value: 1 };

    const { exposed } = concealed(finding, view, secretTextsOf([view]));

    assert.equal(exposed, "Anyone calls /[secret]");
  });
});
