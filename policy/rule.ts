import type { ResourceView } from "./model/resourceView.ts";
import type { StackView } from "./model/stackView.ts";

/** A requirement on every stack. Each rule has a file with the same name. */
export type Rule = ResourceRule | StackRule;

/**
 * The effect of a finding: it stops the deployment, it is reported, it is fixed automatically, or
 * the rule is off.
 */
export type Level = "mandatory" | "advisory" | "remediate" | "disabled";

/** Properties of all rules. `S` has the rule's settings. */
interface Described<S> {
  /** The file's name in kebab case, used in reports and configuration. */
  readonly name: string;
  /** The requirement, in one sentence. */
  readonly description: string;
  /** The consequence of a violation, in a sentence or two. */
  readonly why: string;
  /** How to fix a finding, in one sentence or two. */
  readonly fix: string;
  /**
   * Ids of the same rule elsewhere: Checkov (`CKV_AWS_88`), AWS Config
   * (`ec2-instance-no-public-ip`), CIS.
   */
  readonly equivalents: readonly string[];
  /** @default "mandatory" */
  readonly level?: Level;
  /** Settings, besides the level and exemptions. */
  readonly settings?: { readonly [Name in keyof S]: Setting<S[Name]> };
}

/** A setting of a rule. */
export interface Setting<T = unknown> {
  readonly description: string;
  /** JSON Schema of the values. */
  readonly schema: JsonSchema;
  readonly default: T;
}

export type JsonSchema = Readonly<Record<string, unknown>>;

/** A rule about single resources. The engine runs it before it creates or changes a resource. */
export interface ResourceRule<S extends object = object> extends Described<S> {
  /** Type tokens of the resources that it checks. */
  readonly types: readonly string[];
  /**
   * Paths of values that may excuse a violation. While one of them is unknown or encrypted, the
   * rule is undecided.
   */
  readonly excuses?: readonly string[];
  /** @returns the violations of a resource of these types */
  check(resource: ResourceView, settings: S): Iterable<Finding>;
  /**
   * Fixes a resource, if that cannot break anything, by changing its inputs in place. The inputs
   * are in the engine's form, with placeholders for unknown values and secrets.
   *
   * @returns whether something was changed
   */
  remediate?(inputs: Record<string, unknown>, type: string): boolean;
}

/**
 * A rule about whole stacks. The engine runs it at the end of a preview and of an update, when the
 * resources of an update already exist.
 */
export interface StackRule<S extends object = object> extends Described<S> {
  checkStack(stack: StackView, settings: S): Iterable<StackFinding>;
}

/** A violation of a rule. */
export interface Finding {
  /** The exposure as a clause: "The load balancer accepts connections from the internet". */
  readonly exposed: string;
  /** Path of the property that causes it, such as `ingress[0].cidrBlocks[1]`. */
  readonly property: string;
  /** Its value; `undefined` if it is not set. */
  readonly value: unknown;
  /**
   * Replaces the property and its value in the message, for example by the hops of a path. Never
   * contains a secret.
   */
  readonly detail?: string;
}

export interface StackFinding extends Finding {
  /** URN of the resource. */
  readonly urn: string;
}

/** The message of a finding: the exposure, the property, and the fix. */
export function inWords({ fix }: Rule, finding: Finding): string {
  return `${factOf(finding)}. ${fix}`;
}

/** The exposure and the property, without the full stop. */
export const factOf = ({
  exposed,
  property,
  value,
  detail = `${property} ${stateOf(value)}`,
}: Finding): string => `${exposed}: ${detail}`;

const stateOf = (value: unknown): string =>
  value === undefined ? "is not set" : `is ${JSON.stringify(value)}`;
