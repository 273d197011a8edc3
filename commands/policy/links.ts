import type { Rule } from "../../policy/rule.ts";

/** A rule's section of its documentation, from the project's folder. */
export const linkOf = ({ name }: Pick<Rule, "name">): string => `docs/policies.md#${name}`;
