/** Whether a log's line matches a pattern. */
export type MatchesLine = (line: string) => boolean;

/**
 * Compiles a filter pattern of CloudWatch Logs: JSON patterns that compare members with texts, numbers, `TRUE`,
 * `FALSE` and `NULL` by `=`, `!=`, `<`, `<=`, `>` and `>=`, joined by `&&` and `||`; and terms, all of them or, with `?`,
 * any of them, and without those that begin with `-`.
 *
 * Source: CloudWatch Logs User Guide, "Filter pattern syntax for metric filters".
 *
 * @returns `undefined` for other patterns
 */
export function compilePattern(pattern: string): MatchesLine | undefined {
  const text = pattern.trim();
  if (text === "") return () => true;
  try {
    return text.startsWith("{") ? compileJson(text) : compileTerms(text);
  } catch {
    return undefined;
  }
}

type Test = (value: unknown) => boolean;

const tokens = /\s*(\$(?:\.[\w-]+)+|"(?:[^"\\]|\\.)*"|&&|\|\||!=|<=|>=|[()=<>]|[\w.+*-]+)/y;

function compileJson(text: string): MatchesLine {
  if (!text.endsWith("}")) throw new SyntaxError("It has no end.");
  const found = tokensOf(text.slice(1, -1));
  const literals: string[] = [];
  let next = 0;
  let onlyEqualTexts = true;

  const either = (): Test => joined("||", both, (tests) => (value) => tests.some((t) => t(value)));
  const both = (): Test => joined("&&", single, (tests) => (value) => tests.every((t) => t(value)));
  function joined(sign: string, part: () => Test, join: (tests: Test[]) => Test): Test {
    const tests = [part()];
    while (found[next] === sign) {
      next += 1;
      tests.push(part());
    }
    return tests.length === 1 ? tests[0]! : join(tests);
  }
  function single(): Test {
    if (found[next] === "(") {
      next += 1;
      const inner = either();
      if (found[next++] !== ")") throw new SyntaxError("A bracket is not closed.");
      return inner;
    }
    const [member = "", sign = "", given = ""] = found.slice(next, (next += 3));
    if (!member.startsWith("$.")) throw new SyntaxError("A member is missing.");
    const compared = literalOf(given);
    if (sign === "=" && typeof compared === "string" && !/[*"\\]/.test(compared)) {
      literals.push(compared);
    } else {
      onlyEqualTexts = false;
    }
    const path = member.slice(2).split(".");
    const holds = comparison(sign, compared);
    return (value) => holds(memberOf(value, path));
  }

  const test = either();
  if (next !== found.length) throw new SyntaxError("It goes on after its end.");
  return (line) => {
    // Most lines match nothing, and reading JSON is what takes long.
    if (onlyEqualTexts && !literals.some((literal) => line.includes(literal))) return false;
    try {
      return test(JSON.parse(line));
    } catch {
      return false;
    }
  };
}

function tokensOf(text: string): string[] {
  const found: string[] = [];
  tokens.lastIndex = 0;
  const rest = text.trimEnd();
  while (tokens.lastIndex < rest.length) {
    const match = tokens.exec(rest);
    if (!match) throw new SyntaxError("A part of it is unknown.");
    found.push(match[1]!);
  }
  return found;
}

function literalOf(token: string): string | number | boolean | null {
  if (token.startsWith('"')) return JSON.parse(token) as string;
  if (token === "TRUE" || token === "FALSE") return token === "TRUE";
  if (token === "NULL") return null;
  if (token !== "" && Number.isFinite(Number(token))) return Number(token);
  if (/^[\w.*-]+$/.test(token)) return token;
  throw new SyntaxError("A value is missing.");
}

function comparison(sign: string, compared: string | number | boolean | null): Test {
  const equals: Test =
    typeof compared === "string" && compared.includes("*")
      ? (value) => typeof value === "string" && wildcard(compared).test(value)
      : typeof compared === "number"
        ? (value) => numberOf(value) === compared
        : (value) => value === compared;
  if (sign === "=") return equals;
  if (sign === "!=") return (value) => value !== undefined && !equals(value);
  if (typeof compared !== "number") throw new SyntaxError("Only numbers are smaller or greater.");
  switch (sign) {
    case "<":
      return (value) => numberOf(value) < compared;
    case "<=":
      return (value) => numberOf(value) <= compared;
    case ">":
      return (value) => numberOf(value) > compared;
    case ">=":
      return (value) => numberOf(value) >= compared;
    default:
      throw new SyntaxError("A comparison is missing.");
  }
}

/** Numbers of the access log are texts. */
const numberOf = (value: unknown): number =>
  typeof value === "number" || (typeof value === "string" && value.trim() !== "")
    ? Number(value)
    : Number.NaN;

const wildcard = (text: string): RegExp =>
  new RegExp(`^${text.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", "[^]*")}$`);

function memberOf(value: unknown, path: readonly string[]): unknown {
  let found = value;
  for (const name of path) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, name)) {
      return undefined;
    }
    found = (found as Record<string, unknown>)[name];
  }
  return found;
}

function compileTerms(text: string): MatchesLine {
  const found = [...text.matchAll(/\s*([?-]?)(?:"((?:[^"\\]|\\.)*)"|([\w]+))(?=\s|$)/gy)];
  if (found.map(([all]) => all).join("").length !== text.length) throw new SyntaxError("Unknown.");
  const terms = (sign: string) =>
    found
      .filter((match) => match[1] === sign)
      .map(([, , quoted, word]) =>
        quoted === undefined ? word! : (JSON.parse(`"${quoted}"`) as string),
      );
  const [all, any, none] = [terms(""), terms("?"), terms("-")];
  // CloudWatch ignores ?terms beside others; no program here joins them.
  if (any.length > 0 && all.length > 0) throw new SyntaxError("Both kinds of terms.");
  return (line) =>
    all.every((term) => line.includes(term)) &&
    (any.length === 0 || any.some((term) => line.includes(term))) &&
    !none.some((term) => line.includes(term));
}
