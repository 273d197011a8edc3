import type { PackConfig } from "../config/packConfig.ts";
import type { Rule } from "../rule.ts";

/** A policy pack that the engine is served. */
export interface ServedPack {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly rules: readonly Rule[];
  /** The project's own configuration; what the engine is given goes over it. */
  readonly config: PackConfig;
}
