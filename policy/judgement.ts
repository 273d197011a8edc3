import { exempted, type Exempted } from "./config/exemptions.ts";
import { concealed, secretTextsOf } from "./concealment.ts";
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

/** A finding with its exemption state. */
export interface Judgement {
  readonly rule: Rule;
  readonly finding: StackFinding;
  /** What is exposed, by which property, what to do, and which exemption has expired. */
  readonly message: string;
  readonly exempted: Exempted;
}

/** Checks a resource against a rule. */
export function judgeResource(
  rule: ResourceRule,
  resource: ResourceView,
  config: RuleConfig,
): Judgement[] {
  const texts = secretTextsOf([resource]);
  const findings = [...rule.check(resource, config.settings)];
  if (findings.length > 0 && rule.excuses?.some((path) => resource.misses(path))) return [];
  return findings.map((found) => {
    const finding = concealed({ ...found, urn: resource.urn }, resource, texts);
    return judged(rule, finding, config);
  });
}

/** Checks a stack against a rule. */
export function judgeStack(rule: StackRule, stack: StackView, config: RuleConfig): Judgement[] {
  const texts = stack.derived(secretTexts);
  const findings = [...rule.checkStack(stack, config.settings)];
  return findings.map((found) => {
    const finding = concealed(found, stack.withUrn(found.urn), texts);
    return judged(rule, finding, config);
  });
}

const secretTexts = ({ resources }: StackView): string[] => secretTextsOf(resources);

function judged(rule: Rule, finding: StackFinding, { exemptions }: RuleConfig): Judgement {
  const state = exempted(finding.urn, exemptions);
  const words = inWords(rule, finding);
  const message =
    state.state === "expired"
      ? `${words} Its exemption (${state.exemption.reason}) was valid until ${state.exemption.expires}.`
      : words;
  return { rule, finding, message, exempted: state };
}

/** Whether a finding counts: it is not exempt, or its exemption has expired. */
export const counts = ({ exempted }: Judgement): boolean => exempted.state !== "exempt";
