import type { Rule } from "../components/shared/options.ts";

/** Allows the values of a rule, and the value that means "not set" in `Pulumi.yaml`. */
export const orUnset =
  (unset: unknown, rule: Rule): Rule =>
  (given, path) =>
    given === unset ? [] : rule(given, path);
