import type { Properties } from "../../graph/resource.ts";
import type { Clock } from "../throttle/tokenBucket.ts";

/** The parts of a request that statements inspect. */
export interface InspectedRequest {
  readonly clientIp: string;
  /** As sent: with the stage, unless the client used a custom domain. */
  readonly uriPath: string;
  /**
   * The values of a header by its lower-case name, joined by commas. AWS does not document how it
   * inspects several lines of the same name.
   */
  header(name: string): string | undefined;
  /** Reads the body if its length is not declared. */
  bodyBytes(): number | Promise<number>;
}

/** True if a statement matches a request. */
export type Matches = (request: InspectedRequest) => boolean | Promise<boolean>;

interface StatementContext {
  /** The inspected part of a body. */
  readonly inspectedBytes: number;
  readonly clock: Clock;
}

/** An unsupported statement. */
export class UnservedStatementError extends Error {
  override readonly name = "UnservedStatementError";
}

type Compile = (settings: Properties, context: StatementContext) => Matches;

/** By the statement's name. A new kind is a line here. */
const kinds: ReadonlyMap<string, Compile> = new Map<string, Compile>([
  ["andStatement", (settings, context) => every(nested(settings, context))],
  ["byteMatchStatement", compileBytes],
  ["notStatement", ({ statement }, context) => not(compileStatement(statement, context))],
  ["orStatement", (settings, context) => some(nested(settings, context))],
  ["rateBasedStatement", compileRate],
  ["regexMatchStatement", compileRegex],
  ["sizeConstraintStatement", compileSize],
]);

/** @throws UnservedStatementError for an unsupported statement */
export function compileStatement(statement: unknown, context: StatementContext): Matches {
  const [kind = "none", settings] =
    Object.entries((statement ?? {}) as Properties).find(([, value]) => value != null) ?? [];
  const compile = kinds.get(kind);
  if (compile === undefined) throw new UnservedStatementError(kind);
  return compile(settings as Properties, context);
}

function nested({ statements }: Properties, context: StatementContext): Matches[] {
  return ((statements ?? []) as unknown[]).map((one) => compileStatement(one, context));
}

const every =
  (all: Matches[]): Matches =>
  async (request) => {
    for (const matches of all) if (!(await matches(request))) return false;
    return true;
  };

const some =
  (all: Matches[]): Matches =>
  async (request) => {
    for (const matches of all) if (await matches(request)) return true;
    return false;
  };

const not =
  (matches: Matches): Matches =>
  async (request) =>
    !(await matches(request));

/** Counts the requests of an address exactly; AWS estimates them and may take minutes. */
function compileRate(settings: Properties, context: StatementContext): Matches {
  const { aggregateKeyType, limit, evaluationWindowSec, scopeDownStatement } = settings;
  if (aggregateKeyType !== "IP") throw new UnservedStatementError("rateBasedStatement");
  const inScope =
    scopeDownStatement == null ? undefined : compileStatement(scopeDownStatement, context);
  const counter = new RateCounter(Number(evaluationWindowSec ?? 300), context.clock);
  return async (request) => {
    if (inScope !== undefined && !(await inScope(request))) return false;
    return counter.count(request.clientIp) > Number(limit);
  };
}

function compileRegex({ fieldToMatch, regexString, ...settings }: Properties): Matches {
  const field = (fieldToMatch ?? {}) as Properties;
  if (field["uriPath"] == null) throw new UnservedStatementError("regexMatchStatement");
  requireAsSent("regexMatchStatement", settings);
  const pattern = toRegExp(String(regexString));
  return ({ uriPath }) => pattern.test(uriPath);
}

/** AWS WAF's dialect has more syntax than JavaScript's. */
function toRegExp(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch {
    throw new UnservedStatementError("regexMatchStatement");
  }
}

const constraints: Readonly<Record<string, (text: string, searched: string) => boolean>> = {
  CONTAINS: (text, searched) => text.includes(searched),
  ENDS_WITH: (text, searched) => text.endsWith(searched),
  EXACTLY: (text, searched) => text === searched,
  STARTS_WITH: (text, searched) => text.startsWith(searched),
};

/** Compares the path or a header. A missing header matches nothing. */
function compileBytes(settings: Properties): Matches {
  const { fieldToMatch, positionalConstraint, searchString, textTransformations } = settings;
  const { uriPath, singleHeader } = (fieldToMatch ?? {}) as Properties;
  const fits = constraints[String(positionalConstraint)];
  const kinds = ((textTransformations ?? []) as Properties[]).map(({ type }) => type);
  const isServed = kinds.every((kind) => kind === "NONE" || kind === "LOWERCASE");
  // Without a text, every request would match or none would.
  const isText = typeof searchString === "string" && searchString !== "";
  if (!fits || !isServed || !isText || (uriPath == null && singleHeader == null)) {
    throw new UnservedStatementError("byteMatchStatement");
  }
  const name = String((singleHeader as Properties | null | undefined)?.["name"]).toLowerCase();
  return (request) => {
    const text = uriPath == null ? request.header(name) : request.uriPath;
    if (text === undefined) return false;
    return fits(kinds.includes("LOWERCASE") ? text.toLowerCase() : text, searchString);
  };
}

const comparisons: Readonly<Record<string, (one: number, other: number) => boolean>> = {
  EQ: (one, other) => one === other,
  GE: (one, other) => one >= other,
  GT: (one, other) => one > other,
  LE: (one, other) => one <= other,
  LT: (one, other) => one < other,
  NE: (one, other) => one !== other,
};

/** Oversize handling decides for bodies that exceed the inspected part. (AWS WAF Developer Guide, "Oversize web request components") */
function compileSize(
  { fieldToMatch, comparisonOperator, size, ...settings }: Properties,
  { inspectedBytes }: StatementContext,
): Matches {
  const body = ((fieldToMatch ?? {}) as Properties)["body"] as Properties | null | undefined;
  const compare = comparisons[String(comparisonOperator)];
  if (body == null || compare === undefined) {
    throw new UnservedStatementError("sizeConstraintStatement");
  }
  requireAsSent("sizeConstraintStatement", settings);
  const oversize = body["oversizeHandling"] ?? "CONTINUE";
  return async (request) => {
    const bytes = await request.bodyBytes();
    if (bytes > inspectedBytes && oversize !== "CONTINUE") return oversize === "MATCH";
    return compare(Math.min(bytes, inspectedBytes), Number(size));
  };
}

function requireAsSent(kind: string, { textTransformations }: Properties): void {
  const transformations = (textTransformations ?? []) as Properties[];
  if (transformations.some(({ type }) => type !== "NONE")) throw new UnservedStatementError(kind);
}

/** The most addresses that a rule counts. (AWS WAF Developer Guide, "Rate-based rule statement") */
const maxAddresses = 10_000;

/** The recent requests of one address. */
interface Counts {
  /** A ring buffer by second. */
  readonly bySecond: Uint32Array;
  total: number;
  lastSecond: number;
}

/** Counts requests by address in a sliding window with a resolution of one second. */
export class RateCounter {
  readonly #windowSeconds: number;
  readonly #clock: Clock;
  readonly #addresses = new Map<string, Counts>();

  constructor(windowSeconds: number, clock: Clock) {
    this.#windowSeconds = windowSeconds;
    this.#clock = clock;
  }

  /** Counts a request and returns the address's total within the window. */
  count(address: string): number {
    const second = Math.floor(this.#clock() / 1000);
    const counts = this.#addresses.get(address) ?? this.#add(address, second);
    const passed = Math.min(second - counts.lastSecond, this.#windowSeconds);
    for (let back = 0; back < passed; back++) {
      const index = (second - back) % this.#windowSeconds;
      counts.total -= counts.bySecond[index]!;
      counts.bySecond[index] = 0;
    }
    counts.lastSecond = second;
    counts.bySecond[second % this.#windowSeconds]! += 1;
    counts.total += 1;
    return counts.total;
  }

  #add(address: string, second: number): Counts {
    if (this.#addresses.size >= maxAddresses) {
      this.#addresses.delete(this.#addresses.keys().next().value!);
    }
    const bySecond = new Uint32Array(this.#windowSeconds);
    const counts = { bySecond, total: 0, lastSecond: second };
    this.#addresses.set(address, counts);
    return counts;
  }
}
