import { expressionOf } from "../../model/patterns.ts";

/** Whether a pattern matches every action of every service. */
export const isEveryAction = (action: string): boolean => /^[*?]+(:[*?]+)?$/.test(action);

/** Whether a list of patterns covers an action or a pattern of actions. */
export function coveredBy(patterns: readonly string[]): (action: string) => boolean {
  const expressions = patterns.map((pattern) => expressionOf(pattern, "i"));
  return (action) => expressions.some((expression) => expression.test(action));
}

/** Whether a pattern includes an action. Actions are case-insensitive. */
export const includesAction = (pattern: string, action: string): boolean =>
  expressionOf(pattern, "i").test(action);

/** Summarizes a list of actions. */
export function actionsInWords(actions: readonly string[]): string {
  const [first, ...others] = actions;
  return others.length === 0 ? first! : `${first} and ${others.length} more`;
}
