import { Kept } from "../kept.ts";
import type { Clock } from "../throttle/tokenBucket.ts";
import { one } from "./properties.ts";
import type { Properties } from "../../graph/resource.ts";
import type { CustomResponse, FirewallModel, RuleAction, RuleModel, RuleSource } from "./model.ts";
import { RateCounter } from "./rateCounter.ts";
import type { InspectedRequest, Matches } from "./request.ts";
import { compileStatement, type StatementContext } from "./statements.ts";
import { UnservedStatementError } from "./unserved.ts";

/** The result of the rules for a request. */
export interface Verdict {
  readonly action: "ALLOW" | "BLOCK" | "CAPTCHA" | "CHALLENGE";
  /** The rule that decided; undefined for the default action. */
  readonly terminatingRule: string | undefined;
  readonly terminatingType: "REGULAR" | "RATE_BASED" | "GROUP";
  /** Matching rules that only count. */
  readonly counted: readonly string[];
  readonly labels: readonly string[];
  /** Headers for the request, if it is allowed. */
  readonly insertedHeaders: RuleAction["insertedHeaders"];
  /** Undefined for the usual response. */
  readonly response: CustomResponse | undefined;
}

interface Rule {
  readonly name: string;
  readonly action: RuleAction;
  readonly isRateBased: boolean;
  readonly labels: readonly string[];
  readonly matches: Matches;
}

interface Group {
  readonly name: string;
  readonly onlyCounts: boolean;
  readonly rules: readonly (Rule | Group)[];
}

/** What earlier rules have found; mostly nothing. */
interface Findings {
  counted: readonly string[];
  labels: ReadonlySet<string>;
  inserted: RuleAction["insertedHeaders"];
}

const nothing: Findings = { counted: [], labels: new Set(), inserted: [] };

interface Compiled {
  readonly rules: readonly (Rule | Group)[];
  /** Rules with detections that only AWS has: they match nothing here. */
  readonly absent: ReadonlySet<string>;
  /** Rules that can't be evaluated here: what they would block is blocked. */
  readonly closed: ReadonlyMap<string, string>;
}

/**
 * Compiles the rules of a web ACL, with counters by address. A change of a rate's settings resets its counts. (AWS WAF
 * Developer Guide, "Rate-based rule caveats")
 */
export function compileWebAcl(
  firewall: FirewallModel,
  clock: Clock = () => performance.now(),
  kept = new Kept(),
): (request: InspectedRequest) => Promise<Verdict> {
  const { rules } = compileAll(firewall, clock, kept);
  const { defaultAction } = firewall;
  return async (request) => {
    const found = { ...nothing };
    const decided = await evaluate(rules, request, found);
    const action = decided?.rule.action ?? defaultAction;
    return {
      action: action.kind.toUpperCase() as Verdict["action"],
      terminatingRule: decided?.name,
      terminatingType: decided?.type ?? "REGULAR",
      counted: found.counted,
      labels: [...found.labels],
      insertedHeaders:
        action.kind === "allow" ? [...found.inserted, ...action.insertedHeaders] : [],
      response: action.response ?? puzzles.get(action.kind),
    };
  };
}

/**
 * The responses for clients without a token, which nobody can get here. (AWS WAF Developer Guide, "How the AWS WAF
 * CAPTCHA and Challenge rule actions work")
 */
const puzzles: ReadonlyMap<RuleAction["kind"], CustomResponse> = new Map([
  ["captcha", { status: 405, headers: ["x-amzn-waf-action", "captcha"], body: "" }],
  ["challenge", { status: 202, headers: ["x-amzn-waf-action", "challenge"], body: "" }],
]);

/** Lists messages about the rules of a web ACL that are not evaluated as on AWS. */
export function unservedRules(firewall: FirewallModel): string[] {
  const { absent, closed } = compileAll(firewall, () => 0, new Kept());
  const of = `rules of the web ACL "${firewall.name}"`;
  return [
    ...(absent.size > 0 ? [`${of}, which match nothing here: ${[...absent].join(", ")}`] : []),
    ...[...closed].map(
      ([name, reason]) =>
        `${of}: "${name}" uses ${reason}; it blocks every request here that it would judge, and allows none`,
    ),
  ];
}

function compileAll(firewall: FirewallModel, clock: Clock, kept: Kept): Compiled {
  const absent = new Set<string>();
  const closed = new Map<string, string>();
  const compileRules = (source: RuleSource, within = ""): (Rule | Group)[] =>
    source.rules.map((rule) => {
      const path = `${within}/${rule.name}`;
      let rates = 0;
      const context: StatementContext = {
        inspectedBytes: firewall.inspectedBytes,
        sets: firewall.sets,
        labelPrefix: source.labelPrefix,
        counterOf: (settings, seconds) =>
          kept.get(
            `rate ${firewall.arn} ${path} ${(rates += 1)}`,
            settings,
            () => new RateCounter(seconds, clock),
          ),
        onAbsent: () => absent.add(rule.name),
      };
      try {
        return rule.action === undefined
          ? compileGroup(rule, context, within === "" ? path : undefined)
          : compileRule(rule, rule.action, source, context);
      } catch (error) {
        if (!(error instanceof UnservedStatementError)) throw error;
        closed.set(rule.name, error.message);
        return closedRule(rule);
      }
    });
  /** A rule of a group of rules. */
  const compileGroup = (
    rule: RuleModel,
    context: StatementContext,
    path: string | undefined,
  ): Rule | Group => {
    const reference = one(rule.statement["ruleGroupReferenceStatement"]) as Properties | undefined;
    if (reference == null) {
      // AWS's own groups: reported, and without a decision.
      compileStatement(rule.statement, context);
      return { name: rule.name, onlyCounts: true, rules: [] };
    }
    const group = firewall.groups.get(String(reference["arn"]));
    if (group === undefined || path === undefined) {
      throw new UnservedStatementError(`the rule group ${String(reference["arn"])}`);
    }
    const overridden = {
      ...group,
      rules: group.rules.map((each) => overrideAction(each, reference)),
    };
    return {
      name: rule.name,
      onlyCounts: rule.onlyCounts,
      rules: compileRules(overridden, path),
    };
  };
  return { rules: compileRules(firewall), absent, closed };
}

function compileRule(
  { name, statement, labels }: RuleModel,
  action: RuleAction,
  { labelPrefix }: RuleSource,
  context: StatementContext,
): Rule {
  return {
    name,
    action,
    isRateBased: statement["rateBasedStatement"] != null,
    labels: labels.map((label) => labelPrefix + label),
    matches: compileStatement(statement, context),
  };
}

const actionKinds = ["allow", "block", "count", "captcha", "challenge"] as const;

/** Replaces a group rule's action where the reference says so. */
function overrideAction(rule: RuleModel, reference: Properties): RuleModel {
  const of = (key: string) => (reference[key] ?? []) as Properties[];
  const override = of("ruleActionOverrides").find(({ name }) => name === rule.name);
  const excluded = of("excludedRules").some(({ name }) => name === rule.name);
  const given = (one(override?.["actionToUse"]) ?? {}) as Properties;
  const kind = excluded ? "count" : actionKinds.find((each) => given[each] != null);
  return kind === undefined
    ? rule
    : { ...rule, action: { kind, insertedHeaders: [], response: undefined } };
}

/** Blocks what it can't judge; it never allows a request. */
function closedRule({ name, action, onlyCounts }: RuleModel): Rule {
  const kind = action?.kind ?? (onlyCounts ? "count" : "block");
  return {
    name,
    action: action ?? { kind, insertedHeaders: [], response: undefined },
    isRateBased: false,
    labels: [],
    matches: () => kind !== "allow" && kind !== "count",
  };
}

/** The first rule that decides; counting rules do not end the evaluation. */
async function evaluate(
  rules: readonly (Rule | Group)[],
  request: InspectedRequest,
  found: Findings,
): Promise<{ name: string; type: Verdict["terminatingType"]; rule: Rule } | undefined> {
  for (const rule of rules) {
    if ("rules" in rule) {
      const decided = await evaluate(rule.rules, request, found);
      if (decided === undefined) continue;
      if (!rule.onlyCounts) return { ...decided, name: rule.name, type: "GROUP" };
      found.counted = [...found.counted, rule.name];
      continue;
    }
    const { name, action, labels, isRateBased } = rule;
    const holds = judge(rule, request, found.labels);
    // Most rules know at once, and waiting takes time.
    if (holds === false || (holds !== true && !(await holds))) continue;
    if (labels.length > 0) found.labels = new Set([...found.labels, ...labels]);
    if (action.kind !== "count") {
      return { name, type: isRateBased ? "RATE_BASED" : "REGULAR", rule };
    }
    found.counted = [...found.counted, name];
    found.inserted = [...found.inserted, ...action.insertedHeaders];
  }
  return undefined;
}

/** What a rule can't judge, it blocks but never allows. */
function judge(
  { matches, action }: Rule,
  request: InspectedRequest,
  labels: ReadonlySet<string>,
): boolean | Promise<boolean> {
  try {
    const holds = matches(request, labels);
    if (typeof holds === "boolean") return holds;
    return holds.catch((error: unknown) => unjudged(action, error));
  } catch (error) {
    return unjudged(action, error);
  }
}

function unjudged({ kind }: RuleAction, error: unknown): boolean {
  if (!(error instanceof UnservedStatementError)) throw error;
  return kind !== "allow" && kind !== "count";
}
