import type { ResourceView } from "./model/resourceView.ts";
import type { StackView } from "./model/stackView.ts";

/** One thing that must hold for every stack. A rule has a file of its own, which is named like it. */
export type Rule = ResourceRule | StackRule;

/**
 * What happens to a resource that breaks a rule: it stops the deployment, it is mentioned, it is
 * put right on the way, or nothing.
 */
export type Level = "mandatory" | "advisory" | "remediate" | "disabled";

/** What all rules have. `S` is what users can set of it. */
interface Described<S> {
  /** The file's name in kebab case: what reports and configuration call the rule. */
  readonly name: string;
  /** What must hold, in one sentence. */
  readonly description: string;
  /** What would happen otherwise, in a sentence or two. */
  readonly why: string;
  /** What to do about a finding, in one sentence or two. */
  readonly fix: string;
  /** What others call it: ids of Checkov (`CKV_AWS_88`), AWS Config (`ec2-instance-no-public-ip`), CIS. */
  readonly equivalents: readonly string[];
  /** @default "mandatory" */
  readonly level?: Level;
  /** What users can set, besides its level and exemptions. */
  readonly settings?: { readonly [Name in keyof S]: Setting<S[Name]> };
}

/** Something that users can set of a rule. */
export interface Setting<T = unknown> {
  readonly description: string;
  /** JSON Schema of its values. */
  readonly schema: JsonSchema;
  readonly default: T;
}

export type JsonSchema = Readonly<Record<string, unknown>>;

/** A rule that looks at one resource. The engine asks it before it creates or changes the resource. */
export interface ResourceRule<S extends object = object> extends Described<S> {
  /** Type tokens of the resources that it looks at. */
  readonly types: readonly string[];
  /** @returns what is wrong with a resource of those types */
  check(resource: ResourceView, settings: S): Iterable<Finding>;
  /**
   * Puts a resource right, where that can break nothing, by changing its inputs in place. They are as
   * the engine writes them: marks stand for what is not known or is secret.
   *
   * @returns whether there was something to change
   */
  remediate?(inputs: Record<string, unknown>, type: string): boolean;
}

/**
 * A rule that needs to see all resources. The engine asks it at the end of a preview and of an
 * update: what a preview does not stop exists by then.
 */
export interface StackRule<S extends object = object> extends Described<S> {
  checkStack(stack: StackView, settings: S): Iterable<StackFinding>;
}

/** Something that a rule has against a resource. */
export interface Finding {
  /** What is open, in a clause: "The load balancer accepts connections from the internet". */
  readonly exposed: string;
  /** Path of the property that opens it, such as `ingress[0].cidrBlocks[1]`. */
  readonly property: string;
  /** Its value; `undefined` if it is not set. */
  readonly value: unknown;
  /** Said in place of the property and its value, such as the hops of a path. Never a secret. */
  readonly detail?: string;
}

export interface StackFinding extends Finding {
  /** URN of the resource. */
  readonly urn: string;
}

/** A finding in words: what is open, by which property, and what to do. */
export function inWords(
  { fix }: Rule,
  { exposed, property, value, detail = `${property} ${stateOf(value)}` }: Finding,
): string {
  return `${exposed}: ${detail}. ${fix}`;
}

const stateOf = (value: unknown): string =>
  value === undefined ? "is not set" : `is ${JSON.stringify(value)}`;
