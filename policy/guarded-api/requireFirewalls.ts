import type { ResourceView } from "../model/resourceView.ts";
import type { StackView } from "../model/stackView.ts";
import type { StackFinding, StackRule } from "../rule.ts";
import { apisAt, isPrivate, restStage, restStages } from "./support/references.ts";

const associations = [
  "aws:wafv2/webAclAssociation:WebAclAssociation",
  "aws:wafregional/webAclAssociation:WebAclAssociation",
];

/** Every public stage of a REST API has a web ACL. HTTP and WebSocket APIs cannot have one. */
export const requireFirewalls: StackRule = {
  name: "require-firewalls",
  description: "Stages of REST APIs have an AWS WAF web ACL.",
  why: "Without a web ACL, floods, scanners and known attacks reach the authorizer, and each call costs.",
  fix: "Add a WebAclAssociation with the stage's ARN as resourceArn.",
  equivalents: ["CKV2_AWS_29", "api-gw-associated-with-waf"],

  *checkStack(stack): Iterable<StackFinding> {
    const guarded = stack.derived(guardedStages);
    for (const stage of restStages(stack)) {
      const apis = apisAt(stack, stage, "restApi");
      if (apis.some(isPrivate)) continue;
      const names = [stage, ...apis].map(({ urn }) => urn).concat(stageKey(stage));
      if (names.some((name) => guarded.has(name))) continue;
      yield {
        urn: stage.urn,
        exposed: "The stage has no web ACL",
        property: "resourceArn",
        value: undefined,
        detail: "no WebAclAssociation references it",
      };
    }
  },
};

/** The stages that associations reference, or, if the ARN is not known yet, the API in it. */
const guardedStages = (stack: StackView): ReadonlySet<string> =>
  new Set(stack.ofType(...associations).flatMap((association) => namedBy(stack, association)));

function namedBy(stack: StackView, association: ResourceView): string[] {
  const path = "resourceArn";
  const stages = stack.referred(association, path, restStage);
  const parts = association.hintsAt(path).map((arn) => arnOfStage.exec(String(arn)));
  const named = stages.length > 0 || parts.length > 0 ? stages : apisAt(stack, association, path);
  return [...named.map(({ urn }) => urn), ...parts.flatMap((found) => found?.[1] ?? [])];
}

/** Source: Service Authorization Reference, "Amazon API Gateway Management" (resource types). */
const arnOfStage = /:\/restapis\/([^/]+\/stages\/[^/]+)$/;

const stageKey = (stage: ResourceView): string =>
  `${String(stage.hintsAt("restApi")[0])}/stages/${String(stage.hintsAt("stageName")[0])}`;
