/** Whether a function receives a message. */
export type MessageFilter = (body: string) => boolean;

/** Lambda would refuse a filter. */
export class FilterError extends Error {
  override readonly name = "FilterError";
}

/**
 * Compiles a mapping's filters for the bodies of messages; a message must match one of them.
 * (Lambda Developer Guide, "Control which events Lambda sends to your function" and "Using event filtering
 * with an Amazon SQS event source")
 *
 * @param patterns - as JSON. Without one, every message matches
 * @throws FilterError
 */
export function compileFilters(patterns: readonly string[]): MessageFilter {
  if (patterns.length === 0) return () => true;
  const filters = patterns.map(compilePattern);
  return (body) => filters.some((matches) => matches(body));
}

function compilePattern(text: string): MessageFilter {
  const pattern = parse(text);
  if (!isObject(pattern)) throw new FilterError(`The filter pattern ${text} is not a JSON object.`);
  const others = Object.keys(pattern).filter((key) => key !== "body");
  if (others.length > 0) {
    throw new FilterError(
      `The filter pattern ${text} has the key "${others[0]}". For a queue, only "body" can be filtered.`,
    );
  }
  const { body } = pattern;
  if (body === undefined) return () => true;
  // A list is about bodies that are no JSON, an object about those that are.
  if (Array.isArray(body)) {
    const matches = compileRules(body, "body");
    return (given) => !isObject(parse(given)) && matches(given);
  }
  if (!isObject(body)) throw new FilterError(`body must be an object or a list in ${text}.`);
  const matches = compileObject(body, "body");
  return (given) => {
    const parsed = parse(given);
    return isObject(parsed) && matches(parsed);
  };
}

type Matches = (value: unknown) => boolean;
type JsonObject = Readonly<Record<string, unknown>>;

/** All fields must match. */
function compileObject(pattern: JsonObject, path: string): Matches {
  const fields = Object.entries(pattern).map(([key, rule]): Matches => {
    if (key === "$or") return compileAny(rule, path);
    const matches = Array.isArray(rule)
      ? compileRules(rule, `${path}.${key}`)
      : compileInner(rule, `${path}.${key}`);
    return (value) =>
      matches(isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined);
  });
  return (value) => fields.every((matches) => matches(value));
}

function compileInner(rule: unknown, path: string): Matches {
  if (!isObject(rule)) throw new FilterError(`${path} must be a list of rules, or an object.`);
  return compileObject(rule, path);
}

function compileAny(rule: unknown, path: string): Matches {
  if (!Array.isArray(rule) || rule.length < 2) {
    throw new FilterError(`${path}.$or must be a list of at least two objects.`);
  }
  const alternatives = rule.map((each) => compileInner(each, `${path}.$or`));
  return (value) => alternatives.some((matches) => matches(value));
}

/** One of the rules must match: for a list, one of its values. */
function compileRules(rules: readonly unknown[], path: string): Matches {
  const compiled = rules.map((rule) => compileRule(rule, path));
  return (value) => {
    const values = Array.isArray(value) ? value : [value];
    return compiled.some((matches) => values.some(matches));
  };
}

function compileRule(rule: unknown, path: string): Matches {
  if (!isObject(rule)) return (value) => value === rule;
  const [[operator, operand] = ["", undefined], ...more] = Object.entries(rule);
  const compile = operators[operator];
  if (!compile || more.length > 0) {
    throw new FilterError(
      `${path} has the rule ${JSON.stringify(rule)}. Use a value or one of ${Object.keys(operators).join(", ")}.`,
    );
  }
  return compile(operand, path);
}

const textOf = (operand: unknown, path: string): string => {
  if (typeof operand === "string") return operand;
  throw new FilterError(`${path} compares with ${JSON.stringify(operand)}, which is no string.`);
};

const operators: Readonly<Record<string, (operand: unknown, path: string) => Matches>> = {
  "anything-but": (operand) => {
    const excluded = [operand].flat();
    return (value) => value !== undefined && !excluded.includes(value);
  },
  "equals-ignore-case": (operand, path) => {
    const wanted = textOf(operand, path).toLowerCase();
    return (value) => typeof value === "string" && value.toLowerCase() === wanted;
  },
  exists: (operand) => (value) => (value !== undefined) === operand,
  numeric: compileNumeric,
  prefix: (operand, path) => {
    const wanted = textOf(operand, path);
    return (value) => typeof value === "string" && value.startsWith(wanted);
  },
  suffix: (operand, path) => {
    const wanted = textOf(operand, path);
    return (value) => typeof value === "string" && value.endsWith(wanted);
  },
};

const comparisons: Readonly<Record<string, (value: number, limit: number) => boolean>> = {
  "<": (value, limit) => value < limit,
  "<=": (value, limit) => value <= limit,
  "=": (value, limit) => value === limit,
  ">": (value, limit) => value > limit,
  ">=": (value, limit) => value >= limit,
};

/** `[">", 0, "<=", 5]` */
function compileNumeric(operand: unknown, path: string): Matches {
  const parts = Array.isArray(operand) ? operand : [];
  const tests = parts.flatMap((operator: unknown, index) => {
    if (index % 2 === 1) return [];
    const compare = comparisons[String(operator)];
    const limit: unknown = parts[index + 1];
    if (!compare || typeof limit !== "number") {
      throw new FilterError(`${path} has the comparison ${JSON.stringify(operand)}. Use [">", 0].`);
    }
    return [(value: number) => compare(value, limit)];
  });
  if (tests.length === 0) throw new FilterError(`${path} has a numeric rule without comparisons.`);
  return (value) => typeof value === "number" && tests.every((test) => test(value));
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
