/** What policies say to a request: a `deny` beats every `allow`; `silent` is neither. */
export type Decision = "allow" | "deny" | "silent";

/** A policy document that is none, or that this evaluator can't judge. */
export class PolicyDocumentError extends Error {
  override readonly name = "PolicyDocumentError";
}

/** A policy document, ready to be asked about any request. */
export type Policy = (action: string, resource: string) => Decision;

interface Statement {
  readonly effect: "allow" | "deny";
  concerns(action: string, resource: string): boolean;
}

/** Longest `Resource` of an authorizer's policy. (API Gateway Developer Guide, "Output from an API Gateway Lambda authorizer") */
const maxResourceLength = 512;

/**
 * Prepares the policy document that a Lambda authorizer answers with.
 *
 * @throws PolicyDocumentError for what is no policy, and for a `Condition`, which is not judged here
 */
export function compilePolicy(document: unknown): Policy {
  const statements = listOf(objectOf(document, "the policy document")["Statement"]).map(
    readStatement,
  );
  if (statements.length === 0) {
    throw new PolicyDocumentError("the policy document has no Statement");
  }
  return (action, resource) => {
    const concerned = statements.filter((statement) => statement.concerns(action, resource));
    if (concerned.some(({ effect }) => effect === "deny")) return "deny";
    return concerned.length > 0 ? "allow" : "silent";
  };
}

function readStatement(given: unknown): Statement {
  const statement = objectOf(given, "a Statement");
  const { Effect: effect, Condition: condition } = statement;
  if (effect !== "Allow" && effect !== "Deny") {
    throw new PolicyDocumentError("a Statement's Effect is neither Allow nor Deny");
  }
  if (condition !== undefined && Object.keys(objectOf(condition, "a Condition")).length > 0) {
    throw new PolicyDocumentError("a Statement's Condition can't be judged locally");
  }
  const actions = readPatterns(statement, "Action", "i");
  const resources = readPatterns(statement, "Resource", "");
  return {
    effect: effect === "Allow" ? "allow" : "deny",
    concerns: (action, resource) => actions(action) && resources(resource),
  };
}

/** The element, or its `Not…` form, of which a statement has exactly one. */
function readPatterns(
  statement: Readonly<Record<string, unknown>>,
  element: "Action" | "Resource",
  flags: string,
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
    return wildcards(pattern, flags);
  });
  const isListed = (text: string) => patterns.some((pattern) => pattern.test(text));
  return listed === undefined ? (text) => !isListed(text) : isListed;
}

/** `*` stands for any text, slashes and colons too, `?` for any one letter. */
function wildcards(pattern: string, flags: string): RegExp {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    // Several in a row mean the same as one, and would make matching slow.
    .replaceAll(/\*+/g, ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, `s${flags}`);
}

function objectOf(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new PolicyDocumentError(`${what} is no object`);
  }
  return value as Readonly<Record<string, unknown>>;
}

const listOf = (value: unknown): unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];
