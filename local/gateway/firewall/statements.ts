import { isIP } from "node:net";
import type { Properties } from "../../graph/resource.ts";
import { compileRanges, forwardedAddresses, isSpecial, plainAddress } from "./addresses.ts";
import { every, not, some } from "./combinations.ts";
import { compileField, type Found } from "./fields.ts";
import { compileRegex } from "./regex.ts";
import { at, one } from "./properties.ts";
import { compileRate, type CounterOf } from "./rate.ts";
import type { Matches } from "./request.ts";
import { compileTransformations } from "./transformations.ts";
import { UnservedStatementError } from "./unserved.ts";

export interface StatementContext {
  /** The inspected part of a body. */
  readonly inspectedBytes: number;
  readonly counterOf: CounterOf;
  /** The addresses of IP sets and the patterns of pattern sets, by ARN. */
  readonly sets: ReadonlyMap<string, readonly string[]>;
  /** Completes the keys of labels that begin without it. */
  readonly labelPrefix: string;
  /** Receives the names of detections that only AWS has: they match nothing here. */
  readonly onAbsent: (kind: string) => void;
}

type Compile = (settings: Properties, context: StatementContext) => Matches;

/** By the statement's name. A new kind is a line here. (AWS WAF Developer Guide, "Using rule statements in AWS WAF") */
const kinds: ReadonlyMap<string, Compile> = new Map<string, Compile>([
  ["andStatement", (settings, context) => every(nested(settings, context))],
  [
    "asnMatchStatement",
    compileOrigin(({ asnLists }) => ((asnLists ?? []) as unknown[]).includes(0)),
  ],
  ["byteMatchStatement", compileBytes],
  ["geoMatchStatement", compileOrigin(() => false)],
  ["ipSetReferenceStatement", compileAddresses],
  ["labelMatchStatement", compileLabel],
  ["managedRuleGroupStatement", absent("managedRuleGroupStatement")],
  ["notStatement", ({ statement }, context) => not(compileStatement(statement, context))],
  ["orStatement", (settings, context) => some(nested(settings, context))],
  [
    "rateBasedStatement",
    (settings, context) => {
      const { scopeDownStatement: scope } = settings;
      return compileRate(
        settings,
        context.counterOf,
        scope == null ? undefined : compileStatement(scope, context),
      );
    },
  ],
  [
    "regexMatchStatement",
    (settings, context) =>
      onTexts(settings, context, compileRegex(String(settings["regexString"]))),
  ],
  ["regexPatternSetReferenceStatement", compilePatternSet],
  ["sizeConstraintStatement", compileSize],
  ["sqliMatchStatement", absent("sqliMatchStatement")],
  ["xssMatchStatement", absent("xssMatchStatement")],
]);

/** @throws UnservedStatementError for an unsupported statement */
export function compileStatement(statement: unknown, context: StatementContext): Matches {
  const [kind = "none", settings] =
    Object.entries((one(statement) ?? {}) as Properties).find(([, value]) => value != null) ?? [];
  const compile = kinds.get(kind);
  if (compile === undefined) throw new UnservedStatementError(kind);
  return compile(one(settings) as Properties, context);
}

function nested({ statements }: Properties, context: StatementContext): Matches[] {
  return ((statements ?? []) as unknown[]).map((each) => compileStatement(each, context));
}

/** AWS's own detections exist on AWS only. */
function absent(kind: string): Compile {
  return (_, { onAbsent }) => {
    onAbsent(kind);
    return () => false;
  };
}

/** Tests the texts of a field after its transformations. */
function onTexts(
  { fieldToMatch, textTransformations }: Properties,
  { inspectedBytes }: StatementContext,
  test: (text: string) => boolean,
): Matches {
  const read = compileField(fieldToMatch, inspectedBytes);
  const transform = compileTransformations(textTransformations);
  const judge = (found: Found) =>
    typeof found === "boolean" ? found : found.some((text) => test(transform(text)));
  return (request) => {
    const found = read(request);
    return found instanceof Promise ? found.then(judge) : judge(found);
  };
}

const wordSign = /[A-Za-z0-9_]/;

const constraints: Readonly<Record<string, (text: string, searched: string) => boolean>> = {
  CONTAINS: (text, searched) => text.includes(searched),
  CONTAINS_WORD: (text, searched) => {
    for (let at = text.indexOf(searched); at !== -1; at = text.indexOf(searched, at + 1)) {
      const [before = "", after = ""] = [text[at - 1], text[at + searched.length]];
      if (!wordSign.test(before) && !wordSign.test(after)) return true;
    }
    return false;
  },
  ENDS_WITH: (text, searched) => text.endsWith(searched),
  EXACTLY: (text, searched) => text === searched,
  STARTS_WITH: (text, searched) => text.startsWith(searched),
};

function compileBytes(settings: Properties, context: StatementContext): Matches {
  const { positionalConstraint, searchString } = settings;
  const fits = constraints[String(positionalConstraint)];
  // Without a text, every request would match or none would.
  const isText = typeof searchString === "string" && searchString !== "";
  if (!fits || !isText) throw new UnservedStatementError("byteMatchStatement");
  const searched = Buffer.from(searchString).toString("latin1");
  return onTexts(settings, context, (text) => fits(text, searched));
}

function compilePatternSet(settings: Properties, context: StatementContext): Matches {
  const patterns = setOf(settings, context).map(compileRegex);
  return onTexts(settings, context, (text) => patterns.some((test) => test(text)));
}

function setOf({ arn }: Properties, { sets }: StatementContext): readonly string[] {
  const set = sets.get(String(arn));
  if (set === undefined)
    throw new UnservedStatementError(`the set ${String(arn)}, which the stacks do not have`);
  return set;
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
function compileSize(settings: Properties, context: StatementContext): Matches {
  const { fieldToMatch, comparisonOperator, size, textTransformations } = settings;
  const compare = comparisons[String(comparisonOperator)];
  if (compare === undefined) throw new UnservedStatementError("sizeConstraintStatement");
  const body = at(fieldToMatch, "body") as Properties | null | undefined;
  const isAsSent = ((textTransformations ?? []) as Properties[]).every(
    ({ type }) => type === "NONE",
  );
  if (body == null || !isAsSent) {
    return onTexts(settings, context, (text) => compare(text.length, Number(size)));
  }
  // A body whose length is declared need not be read.
  const { inspectedBytes } = context;
  const oversize = body["oversizeHandling"] ?? "CONTINUE";
  const judge = (bytes: number) => {
    if (bytes > inspectedBytes && oversize !== "CONTINUE") return oversize === "MATCH";
    return compare(Math.min(bytes, inspectedBytes), Number(size));
  };
  return (request) => {
    const bytes = request.bodyBytes();
    return typeof bytes === "number" ? judge(bytes) : bytes.then(judge);
  };
}

function compileAddresses(settings: Properties, context: StatementContext): Matches {
  const isListed = compileRanges(setOf(settings, context));
  const forwarded = one(settings["ipSetForwardedIpConfig"]) as Properties | null | undefined;
  if (forwarded == null) return ({ clientIp }) => isListed(plainAddress(clientIp));
  return (request) => {
    const found = forwardedAddresses(forwarded, request) ?? false;
    return typeof found === "boolean" ? found : found.some(isListed);
  };
}

/**
 * A client's country or network. Addresses of this machine have none; those of others, which only a header can
 * name, are not known here.
 *
 * @param ofNone - the result for an address without one
 */
function compileOrigin(ofNone: (settings: Properties) => boolean): Compile {
  return (settings) => {
    const result = ofNone(settings);
    const judge = (address: string): boolean => {
      if (isIP(address) !== 0 && !isSpecial(address))
        throw new UnservedStatementError("countries and networks");
      return result;
    };
    const forwarded = one(settings["forwardedIpConfig"]) as Properties | null | undefined;
    if (forwarded == null) return ({ clientIp }) => judge(plainAddress(clientIp));
    return (request) => {
      const found = forwardedAddresses(forwarded, request) ?? false;
      return typeof found === "boolean" ? found : judge(found[0]!);
    };
  };
}

/** A key without AWS's prefix names a label of the same web ACL or rule group. */
function compileLabel({ key, scope }: Properties, { labelPrefix }: StatementContext): Matches {
  const text = String(key);
  const full = text.startsWith("awswaf:") ? text : labelPrefix + text;
  if (scope === "LABEL") return (_, labels) => labels.has(full);
  if (scope !== "NAMESPACE") throw new UnservedStatementError("labelMatchStatement");
  const namespace = full.endsWith(":") ? full : `${full}:`;
  return (_, labels) => [...labels].some((label) => label.startsWith(namespace));
}
