import type { Decision } from "../../exchange/callers.ts";
import { type Asker, compileCondition } from "./conditions.ts";
import { objectOf, PolicyDocumentError, wildcards } from "./elements.ts";
import type { Principals } from "./principals.ts";

/** A policy document, ready to be asked about any request. */
export type Policy = (action: string, resource: string, asker: Asker) => Decision;

export type Effect = "allow" | "deny";

interface Statement {
  readonly effect: Effect;
  concerns(action: string, resource: string, asker: Asker): boolean;
}

/** What policies of resources have beside those of identities. */
interface PolicyScope {
  /** Prepares a statement's `Principal`; policies of identities have none. */
  principals(principal: unknown, effect: Effect): Principals;
  /** A resource in full. */
  expand(resource: string): string;
}

const identityScope: PolicyScope = {
  principals: () => () => true,
  expand: (resource) => resource,
};

/** Longest `Resource` of an authorizer's policy. (API Gateway Developer Guide, "Output from an API Gateway Lambda authorizer") */
const maxResourceLength = 512;

/**
 * Prepares a policy document, such as a Lambda authorizer's answer.
 *
 * @throws PolicyDocumentError for what is no policy, and for conditions that can't be judged here
 */
export function compilePolicy(document: unknown, scope: PolicyScope = identityScope): Policy {
  const statements = listOf(objectOf(document, "the policy document")["Statement"]).map((given) =>
    readStatement(given, scope),
  );
  if (statements.length === 0) {
    throw new PolicyDocumentError("the policy document has no Statement");
  }
  return (action, resource, asker) => {
    const concerned = statements.filter((each) => each.concerns(action, resource, asker));
    if (concerned.some(({ effect }) => effect === "deny")) return "deny";
    return concerned.length > 0 ? "allow" : "silent";
  };
}

function readStatement(given: unknown, { principals, expand }: PolicyScope): Statement {
  const statement = objectOf(given, "a Statement");
  const { Principal: principal, Condition: condition = {} } = statement;
  const effect = readEffect(statement);
  const isMeant = principals(principal, effect);
  const actions = readPatterns(statement, "Action", "i");
  const resources = readPatterns(statement, "Resource", "", expand);
  const holds = compileCondition(condition);
  return {
    effect,
    concerns: (action, resource, asker) =>
      actions(action) && resources(resource) && isMeant(asker.caller) && holds(asker),
  };
}

function readEffect({ Effect: effect }: Readonly<Record<string, unknown>>): Effect {
  if (effect === "Allow") return "allow";
  if (effect === "Deny") return "deny";
  throw new PolicyDocumentError("a Statement's Effect is neither Allow nor Deny");
}

/** The element, or its `Not…` form, of which a statement has exactly one. */
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
        `${element} is no text of at most ${maxResourceLength} letters`,
      );
    }
    return wildcards(expand(pattern), flags);
  });
  const isListed = (text: string) => patterns.some((pattern) => pattern.test(text));
  return listed === undefined ? (text) => !isListed(text) : isListed;
}

const listOf = (value: unknown): unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];
