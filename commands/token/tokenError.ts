import { suggestion } from "../../components/shared/suggestion.ts";

/** There is no such token or call. The message says why, and what to do. */
export class TokenError extends Error {
  override readonly name = "TokenError";
}

/** The error of a name that is not among those that exist. */
export function unknown(what: string, name: string, names: readonly string[]): TokenError {
  const known = names.length > 0 ? `Use one of: ${names.toSorted().join(", ")}.` : "It has none.";
  const meant = suggestion(name, names);
  return new TokenError(
    `The platform has no ${what} "${name}". ${meant ? `${meant} ` : ""}${known}`,
  );
}
