import leven from "leven";

/** There is no such token or call. The message says why, and what to do. */
export class TokenError extends Error {
  override readonly name = "TokenError";
}

/** The error of a name that is not among those that exist. */
export function unknown(what: string, name: string, names: readonly string[]): TokenError {
  const known = names.length > 0 ? `Use one of: ${names.toSorted().join(", ")}.` : "It has none.";
  const [nearest = ""] = names.toSorted((one, other) => leven(one, name) - leven(other, name));
  const meant = leven(nearest, name) <= 2 ? `Did you mean "${nearest}"?` : "";
  return new TokenError(
    `The platform has no ${what} "${name}". ${meant ? `${meant} ` : ""}${known}`,
  );
}
