/** Scopes by the name of the group that gives them. */
export type ScopesByGroup = Readonly<Record<string, readonly string[]>>;

/** The scopes that a user's groups give, each once. */
export const scopesOf = (groups: readonly string[], byGroup: ScopesByGroup): string[] => [
  ...new Set(
    groups.flatMap((group) => (Object.hasOwn(byGroup, group) ? (byGroup[group] ?? []) : [])),
  ),
];
