import type { Properties } from "../../../graph/resource.ts";

/** Inputs that AWS does not take. */
export type Refusal = readonly [
  kind: string,
  type: string,
  /** Beside those of `accepted`. */
  inputs: Properties,
  /** The one that is refused. */
  property: string,
  reason: RegExp,
];
