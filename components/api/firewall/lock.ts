import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { anything, flag, listOf, type OptionRules, required, text } from "../../shared/options.ts";
import { hostName } from "../../shared/rules.ts";
import { visibility } from "./rules.ts";

type Rule = aws.types.input.wafv2.WebAclRule;
type Statement = aws.types.input.wafv2.WebAclRuleStatement;

/** Header by which an edge in front of the API identifies itself. */
export const edgeHeader = "x-edge-secret";

/** Limits callers to an edge in front of the API, such as CloudFront, and to health checks. */
export interface FirewallLock {
  /** Paths of health checks, without the stage. They stay open, exactly as written. */
  readonly healthPaths: readonly string[];
  /**
   * Values of `x-edge-secret` that the edge may send, each with at most 200 bytes. Calls with one do not
   * count for the rate of an address: the edge has counted its clients already.
   * @default no edge
   */
  readonly secrets?: readonly pulumi.Input<string>[] | undefined;
  /** Blocks calls with none of the secrets. @default false */
  readonly edgeOnly?: boolean | undefined;
  /** Hosts that serve only the edge and the health paths. @default none */
  readonly hosts?: readonly string[] | undefined;
}

export const lockRules: OptionRules<FirewallLock> = {
  healthPaths: required(listOf(text(/^\/[^*{}]*$/, "paths without parameters, such as /health"))),
  secrets: anything,
  edgeOnly: flag,
  hosts: listOf(hostName(253)),
};

/** The lock's priorities follow those of all other rules. */
const priorities = { edge: 20, healthHosts: 21 };

/**
 * The rules that block calls around the edge. AWS WAF compares the path as it was sent: no other
 * spelling of a health path is exempt, and API Gateway serves no other route at this one. A platform with a
 * route such as `/{tenant}/health` has one more open path at its domain: `/live/health`, with the stage.
 */
export function createLockRules(name: string, lock: FirewallLock, stageName: string): Rule[] {
  const { edgeOnly, hosts = [] } = lock;
  const open = [...fromEdge(lock), ...healthPaths(lock, stageName)];
  if (edgeOnly) return [block(name, "edge", priorities.edge, not(some(open)))];
  if (hosts.length === 0) return [];
  const elsewhere = every([some(hosts.map(onHost)), not(some(open))]);
  return [block(name, "healthHosts", priorities.healthHosts, elsewhere)];
}

/** Whether the edge sent a call. `undefined` without an edge. */
export function edgeStatement(lock: FirewallLock | undefined): Statement | undefined {
  const statements = lock ? fromEdge(lock) : [];
  return statements.length > 0 ? some(statements) : undefined;
}

const fromEdge = ({ secrets = [] }: FirewallLock): Statement[] =>
  secrets.map((secret) => equals({ singleHeader: { name: edgeHeader } }, secret));

/** AWS WAF sees the stage at the API's default address only. See `largeBodyPattern`. */
const healthPaths = (lock: FirewallLock, stageName: string): Statement[] =>
  lock.healthPaths
    .flatMap((path) => [path, `/${stageName}${path}`])
    .map((path) => equals({ uriPath: {} }, path));

/** Also matches a host with a port or a final dot. */
const onHost = (host: string): Statement => ({
  byteMatchStatement: {
    fieldToMatch: { singleHeader: { name: "host" } },
    positionalConstraint: "STARTS_WITH",
    searchString: host.toLowerCase(),
    textTransformations: [{ priority: 0, type: "LOWERCASE" }],
  },
});

type Field = aws.types.input.wafv2.WebAclRuleStatementByteMatchStatementFieldToMatch;

const equals = (fieldToMatch: Field, searchString: pulumi.Input<string>): Statement => ({
  byteMatchStatement: {
    fieldToMatch,
    positionalConstraint: "EXACTLY",
    searchString,
    textTransformations: [{ priority: 0, type: "NONE" }],
  },
});

const not = (statement: Statement): Statement => ({ notStatement: { statement } });
const every = (statements: Statement[]): Statement => ({ andStatement: { statements } });

/** AWS WAF refuses a list of one. */
const some = (statements: Statement[]): Statement =>
  statements.length === 1 ? statements[0]! : { orStatement: { statements } };

const block = (name: string, rule: string, priority: number, statement: Statement): Rule => ({
  name: rule,
  priority,
  action: { block: {} },
  statement,
  visibilityConfig: visibility(`${name}-${rule}`),
});
