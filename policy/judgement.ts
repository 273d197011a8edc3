import { exempted, type Exempted } from "./config/exemptions.ts";
import type { RuleConfig } from "./config/ruleConfig.ts";
import type { ResourceView } from "./model/resourceView.ts";
import type { StackView } from "./model/stackView.ts";
import {
  inWords,
  type ResourceRule,
  type Rule,
  type StackFinding,
  type StackRule,
} from "./rule.ts";

/** A finding, and what the configuration makes of it. */
export interface Judgement {
  readonly rule: Rule;
  readonly finding: StackFinding;
  /** In words: what is open, by which property, what to do, and which exemption is over. */
  readonly message: string;
  readonly exempted: Exempted;
}

/** What a rule has against a resource of its types. */
export function judgeResource(
  rule: ResourceRule,
  resource: ResourceView,
  config: RuleConfig,
): Judgement[] {
  const findings = [...rule.check(resource, config.settings)];
  return findings.map((finding) => judged(rule, { ...finding, urn: resource.urn }, config));
}

/** What a rule has against a stack. */
export function judgeStack(rule: StackRule, stack: StackView, config: RuleConfig): Judgement[] {
  const findings = [...rule.checkStack(stack, config.settings)];
  return findings.map((finding) => judged(rule, finding, config));
}

function judged(rule: Rule, finding: StackFinding, { exemptions }: RuleConfig): Judgement {
  const state = exempted(finding.urn, exemptions);
  const words = inWords(rule, finding);
  const message =
    state.state === "expired"
      ? `${words} Its exemption (${state.exemption.reason}) was valid until ${state.exemption.expires}.`
      : words;
  return { rule, finding, message, exempted: state };
}

/** Whether a judgement counts: it is not exempt, or not any more. */
export const counts = ({ exempted }: Judgement): boolean => exempted.state !== "exempt";
