import type { ResourceView } from "../../model/resourceView.ts";
import type { Setting } from "../../rule.ts";

/** Settings of rules that skip temporary stacks. */
export interface TemporaryStacks {
  readonly temporaryStacks: readonly string[];
}

export const temporaryStacks: Setting<readonly string[]> = {
  description:
    "Words in the names of temporary stacks. The word dev matches orders-dev and dev-us-east-1.",
  schema: { type: "array", items: { type: "string", pattern: "^[^-_./]+$" } },
  default: [
    "ci",
    "demo",
    "dev",
    "development",
    "e2e",
    "local",
    "preview",
    "qa",
    "review",
    "sandbox",
    "test",
    "testing",
  ],
};

/** Whether a resource is in a temporary stack, judged by the stack's name. */
export function isTemporary({ urn }: ResourceView, words: readonly string[]): boolean {
  const stack = /^urn:pulumi:([^:]*)::/.exec(urn)?.[1] ?? "";
  return stack.split(/[-_./]/).some((word) => words.includes(word.toLowerCase()));
}
