import type { Operation } from "./operations.ts";

/** A stack with its plan. */
interface Planned {
  readonly name: string;
  readonly plan: { readonly operations: readonly Operation[] };
}

/** The users of a deployed region would be lost, or AWS would refuse the change halfway. */
class FixedUsersError extends Error {
  override readonly name = "FixedUsersError";
}

const pool = "aws:cognito/userPool:UserPool";

/** Inputs of a pool by the option that sets them. */
const options: Readonly<Record<string, string>> = {
  aliasAttributes: "signIn",
  usernameAttributes: "signIn",
  usernameConfiguration: "caseSensitive",
};

/**
 * Makes sure that no deployed user pool is replaced, and that its attributes stay what they are.
 * Sources: Cognito API Reference, "UpdateUserPool"; Cognito Developer Guide, "Working with user attributes".
 *
 * @throws FixedUsersError
 */
export function requireFixedUsers(stacks: readonly Planned[]): void {
  const wrong = stacks.flatMap(({ name, plan }) => {
    const lines = plan.operations.filter(({ type }) => type === pool).flatMap(changesOf);
    return lines.map((line) => `\n  ${name}: ${line}`);
  });
  if (wrong.length === 0) return;
  throw new FixedUsersError(
    `Nothing was deployed, because a user pool keeps for good what it was made with:${wrong.join("")}\n` +
      "Undo the change in identity: a new pool would have none of the users, their passwords and their sessions " +
      "(docs/identity.md). For an environment without users worth keeping, destroy it and deploy it again.",
  );
}

function changesOf({ kind, inputs }: Operation): string[] {
  if (kind === "replace") {
    const changed = Object.keys(inputs).map((input) => options[input] ?? input);
    return [`${[...new Set(changed)].join(", ") || "a change"} would replace the pool`];
  }
  const { before, after } = inputs["schemas"] ?? {};
  if (kind !== "update" || !Array.isArray(before) || !Array.isArray(after)) return [];
  const kept = after.map(canonical);
  return (before as { name?: string }[])
    .filter((attribute) => !kept.includes(canonical(attribute)))
    .map(({ name }) => `the attribute "${name}" would be changed or removed`);
}

/** An attribute as text, whatever the order of its keys. */
const canonical = (attribute: unknown): string =>
  JSON.stringify(attribute, (_key, value: unknown) =>
    value !== null && typeof value === "object" && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)),
        )
      : value,
  );
