import { isObject, parseJson } from "./json.ts";
import { knownCopy, notKnown } from "./knownCopy.ts";

/** One statement of an IAM policy document, normalized. */
export interface Statement {
  readonly effect: "Allow" | "Deny";
  /** Such as `AWS:*` or `Service:sns.amazonaws.com`; `*` for everyone without a kind. */
  readonly principals: readonly string[];
  /** Principals that the statement excludes; it applies to all others. */
  readonly notPrincipals: readonly string[];
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly resources: readonly string[];
  readonly notResources: readonly string[];
  /** Operator, then key in lower case, then values; any of them may be `notKnown`. */
  readonly conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/**
 * Reads a policy document: JSON, or an object in which `notKnown` replaces unknown values.
 *
 * Source: "IAM JSON policy elements reference", IAM User Guide.
 *
 * @returns `undefined` if the document is invalid
 */
export function readPolicyDocument(document: unknown): Statement[] | undefined {
  const parsed = typeof document === "string" ? parseJson(document) : knownCopy(document);
  if (!isObject(parsed)) return undefined;
  const statements = listOf(parsed["Statement"]);
  return statements.every(isObject) ? statements.map(readStatement) : undefined;
}

function readStatement(written: Record<string, unknown>): Statement {
  return {
    effect: written["Effect"] === "Deny" ? "Deny" : "Allow",
    principals: principalsOf(written["Principal"]),
    notPrincipals: principalsOf(written["NotPrincipal"]),
    actions: listOf(written["Action"]).map(String),
    notActions: listOf(written["NotAction"]).map(String),
    resources: listOf(written["Resource"]).map(String),
    notResources: listOf(written["NotResource"]).map(String),
    conditions: conditionsOf(written["Condition"]),
  };
}

function principalsOf(written: unknown): string[] {
  if (!isObject(written)) return listOf(written).map(String);
  return Object.entries(written).flatMap(([kind, names]) =>
    listOf(names).map((name) => `${kind}:${String(name)}`),
  );
}

function conditionsOf(written: unknown): Statement["conditions"] {
  if (written === notKnown) return { [notKnown]: { [notKnown]: [] } };
  if (!isObject(written)) return {};
  return mapValues(written, (keys) => {
    if (!isObject(keys)) return keys === notKnown ? { [notKnown]: [] } : {};
    const entries = Object.entries(keys);
    return Object.fromEntries(
      entries.map(([key, values]) => [key.toLowerCase(), listOf(values).map(String)]),
    );
  });
}

const mapValues = <V, W>(object: Record<string, V>, map: (value: V) => W): Record<string, W> =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value)]));

const listOf = (value: unknown): unknown[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];

/** Whether a statement applies to everyone, in any account. */
export const isAboutEverybody = ({ principals, notPrincipals }: Statement): boolean =>
  notPrincipals.length > 0 || principals.some((name) => /^(\w+:)?\*$/.test(name));
