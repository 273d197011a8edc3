import { expressionOf } from "../../model/patterns.ts";

/** Whether an action is every action there is, of every service. */
export const isEveryAction = (action: string): boolean => /^[*?]+(:[*?]+)?$/.test(action);

/** Whether an action, or a pattern of actions, is one of those that a list of patterns covers. */
export function coveredBy(patterns: readonly string[]): (action: string) => boolean {
  const expressions = patterns.map((pattern) => expressionOf(pattern, "i"));
  return (action) => expressions.some((expression) => expression.test(action));
}

/** Whether a pattern of actions includes an action. Actions are the same in any case. */
export const includesAction = (pattern: string, action: string): boolean =>
  expressionOf(pattern, "i").test(action);

/** Some actions in words. */
export function actionsInWords(actions: readonly string[]): string {
  const [first, ...others] = actions;
  return others.length === 0 ? first! : `${first} and ${others.length} more`;
}
