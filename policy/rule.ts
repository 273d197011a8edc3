import type { ResourceView } from "./resourceView.ts";

/** One thing that must hold for every stack. A rule has a file of its own, which is named like it. */
export type Rule = ResourceRule | StackRule;

interface Described {
  /** The file's name in kebab case: what reports and configuration call the rule. */
  readonly name: string;
  /** What must hold, in one sentence. */
  readonly description: string;
  /** What to do about a finding, in one sentence or two. */
  readonly fix: string;
}

/** A rule that looks at one resource. The engine asks it before it creates or changes the resource. */
export interface ResourceRule extends Described {
  /** Type tokens of the resources that it looks at. */
  readonly types: readonly string[];
  /** @returns what is wrong with a resource of those types */
  check(resource: ResourceView): Iterable<Finding>;
}

/**
 * A rule that needs to see all resources. The engine asks it at the end of a preview and of an
 * update: what a preview does not stop exists by then.
 */
export interface StackRule extends Described {
  checkStack(stack: readonly ResourceView[]): Iterable<StackFinding>;
}

/** Something that a rule has against a resource. */
export interface Finding {
  /** What is open, in a clause: "The load balancer takes connections from the internet". */
  readonly exposed: string;
  /** Path of the property that opens it, such as `ingress[0].cidrBlocks[1]`. */
  readonly property: string;
  /** Its value; `undefined` if it is not set. */
  readonly value: unknown;
}

export interface StackFinding extends Finding {
  /** URN of the resource. */
  readonly urn: string;
}

/** A finding in words: what is open, by which property, and what to do. */
export function inWords({ fix }: Rule, { exposed, property, value }: Finding): string {
  const state = value === undefined ? "is not set" : `is ${JSON.stringify(value)}`;
  return `${exposed}: ${property} ${state}. ${fix}`;
}
