/** A part of a pattern: one character out of a set, or any number of them. */
interface Token {
  /** The only character that it stands for. @default every character */
  readonly char?: string;
  /** Does not stand for a slash. @default false */
  readonly withinSegment?: boolean;
  /** Stands for any number of characters, also none. @default exactly one */
  readonly many?: boolean;
}

/** Tokens of a behavior's pattern: `*` is any text, also slashes, and `?` any character. */
const patternTokens = (pattern: string): Token[] =>
  [...pattern].map((char) => (char === "*" ? { many: true } : char === "?" ? {} : { char }));

/** Tokens of a route's path: `{id}` is one segment, `{proxy+}` one or more. */
function pathTokens(path: string): Token[] {
  return path.split(/(\{[^}]+\})/).flatMap((part): Token[] => {
    if (!part.startsWith("{")) return [...part].map((char) => ({ char }));
    const withinSegment = !part.endsWith("+}");
    return [{ withinSegment }, { withinSegment, many: true }];
  });
}

/**
 * Whether some request path matches both a behavior's pattern and the path of a route. CloudFront
 * compares paths case-sensitively, and API Gateway ignores a slash at the end.
 * Source: CloudFront Developer Guide, "Cache behavior settings" (Path pattern).
 */
export const reaches = (pattern: string, routePath: string): boolean =>
  [routePath, `${routePath}/`].some((path) => haveCommon(patternTokens(pattern), pathTokens(path)));

/** Whether some path matches both patterns. */
export const overlap = (one: string, other: string): boolean =>
  haveCommon(patternTokens(one), patternTokens(other));

/** Whether every path that matches the second pattern matches the first. */
export const covers = (pattern: string, other: string): boolean =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", "[^*]")}$`,
    "s",
  ).test(other);

function haveCommon(one: readonly Token[], other: readonly Token[]): boolean {
  const known = new Map<number, boolean>();
  const from = (i: number, j: number): boolean => {
    const place = i * (other.length + 1) + j;
    const before = known.get(place);
    if (before !== undefined) return before;
    const found = compare(i, j);
    known.set(place, found);
    return found;
  };
  const compare = (i: number, j: number): boolean => {
    const [a, b] = [one[i], other[j]];
    if (!a && !b) return true;
    if (a?.many && from(i + 1, j)) return true;
    if (b?.many && from(i, j + 1)) return true;
    if (!a || !b || !shareCharacter(a, b)) return false;
    // A repeated token stays and takes the other one's character.
    return (!a.many || !b.many) && from(a.many ? i : i + 1, b.many ? j : j + 1);
  };
  return from(0, 0);
}

const shareCharacter = (a: Token, b: Token): boolean => {
  if (a.char !== undefined && b.char !== undefined) return a.char === b.char;
  const char = a.char ?? b.char;
  return char !== "/" || !(a.withinSegment || b.withinSegment);
};
