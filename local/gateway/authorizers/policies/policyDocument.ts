import type { Decision } from "../../exchange/callers.ts";
import { type Asker, compileCondition } from "./conditions.ts";
import { objectOf, PolicyDocumentError, wildcards } from "./elements.ts";
import type { Principals } from "./principals.ts";

/** A compiled policy document: decides on any request. */
export type Policy = (action: string, resource: string, asker: Asker) => Decision;

type Effect = "allow" | "deny";

interface Statement {
  readonly effect: Effect;
  matches(action: string, resource: string, asker: Asker): boolean;
}

/** The differences between resource policies and identity policies. */
interface PolicyScope {
  /** Compiles a statement's `Principal`; identity policies have none. */
  principals(principal: unknown, effect: Effect): Principals;
  /** Expands a resource to its full ARN. */
  expand(resource: string): string;
}

const identityScope: PolicyScope = {
  principals: () => () => true,
  expand: (resource) => resource,
};

/** The longest `Resource` of an authorizer's policy. (API Gateway Developer Guide, "Output from an API Gateway Lambda authorizer") */
const maxResourceLength = 512;

/**
 * Compiles a policy document, such as that of a Lambda authorizer.
 *
 * @throws PolicyDocumentError for an invalid policy or an unsupported condition
 */
export function compilePolicy(document: unknown, scope: PolicyScope = identityScope): Policy {
  const statements = listOf(objectOf(document, "the policy document")["Statement"]).map((given) =>
    readStatement(given, scope),
  );
  if (statements.length === 0) {
    throw new PolicyDocumentError("the policy document has no Statement");
  }
  return (action, resource, asker) => {
    const matched = statements.filter((each) => each.matches(action, resource, asker));
    if (matched.some(({ effect }) => effect === "deny")) return "deny";
    return matched.length > 0 ? "allow" : "silent";
  };
}

function readStatement(given: unknown, { principals, expand }: PolicyScope): Statement {
  const statement = objectOf(given, "a Statement");
  const { Principal: principal, Condition: condition = {} } = statement;
  const effect = readEffect(statement);
  const isPrincipal = principals(principal, effect);
  const actions = readPatterns(statement, "Action", "i");
  const resources = readPatterns(statement, "Resource", "", expand);
  const holds = compileCondition(condition);
  return {
    effect,
    matches: (action, resource, asker) =>
      actions(action) && resources(resource) && isPrincipal(asker.caller) && holds(asker),
  };
}

function readEffect({ Effect: effect }: Readonly<Record<string, unknown>>): Effect {
  if (effect === "Allow") return "allow";
  if (effect === "Deny") return "deny";
  throw new PolicyDocumentError("a Statement's Effect is neither Allow nor Deny");
}

/** Compiles an element or its `Not…` form; a statement must have exactly one of them. */
function readPatterns(
  statement: Readonly<Record<string, unknown>>,
  element: "Action" | "Resource",
  flags: string,
  expand = (pattern: string) => pattern,
): (text: string) => boolean {
  const { [element]: listed, [`Not${element}`]: others } = statement;
  if ((listed === undefined) === (others === undefined)) {
    throw new PolicyDocumentError(`a Statement needs either ${element} or Not${element}`);
  }
  const patterns = listOf(listed ?? others).map((pattern) => {
    if (typeof pattern !== "string" || pattern.length > maxResourceLength) {
      throw new PolicyDocumentError(
        `${element} is not a string of at most ${maxResourceLength} characters`,
      );
    }
    return wildcards(expand(pattern), flags);
  });
  const isListed = (text: string) => patterns.some((matches) => matches(text));
  return listed === undefined ? (text) => !isListed(text) : isListed;
}

const listOf = (value: unknown): unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];
