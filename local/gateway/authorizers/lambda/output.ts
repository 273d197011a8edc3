import { compilePolicy, type Policy } from "../policies/policyDocument.ts";

/** The output of a Lambda authorizer. */
export interface AuthorizerOutput {
  readonly policy: Policy;
  /** `principalId` and the function's `context`, as texts. */
  readonly context: Readonly<Record<string, string>>;
  readonly usageIdentifierKey: string | undefined;
}

/** An output that API Gateway does not accept from a Lambda authorizer. */
class AuthorizerOutputError extends Error {
  override readonly name = "AuthorizerOutputError";
}

/**
 * Reads an authorizer function's output. (API Gateway Developer Guide, "Output from an API Gateway
 * Lambda authorizer")
 *
 * @throws AuthorizerOutputError | PolicyDocumentError | SyntaxError
 */
export function parseAuthorizerOutput(payload: string): AuthorizerOutput {
  const output = JSON.parse(payload) as Readonly<Record<string, unknown>> | null;
  if (typeof output !== "object" || output === null) {
    throw new AuthorizerOutputError("the function's output is not an object");
  }
  const { principalId, policyDocument, context, usageIdentifierKey } = output;
  if (typeof principalId !== "string") {
    throw new AuthorizerOutputError("principalId is not a string");
  }
  if (usageIdentifierKey != null && typeof usageIdentifierKey !== "string") {
    throw new AuthorizerOutputError("usageIdentifierKey is not a string");
  }
  return {
    policy: compilePolicy(policyDocument),
    context: { ...stringContext(context), principalId },
    usageIdentifierKey: usageIdentifierKey ?? undefined,
  };
}

/** Accepts strings, numbers and booleans; API Gateway reserves the name `claims` for user pools. */
function stringContext(context: unknown): Record<string, string> {
  const texts: Record<string, string> = Object.create(null);
  if (context === undefined || context === null) return texts;
  if (typeof context !== "object" || Array.isArray(context)) {
    throw new AuthorizerOutputError("context is not an object");
  }
  for (const [key, value] of Object.entries(context)) {
    if (!["string", "number", "boolean"].includes(typeof value) || key === "claims") {
      throw new AuthorizerOutputError(
        `context.${key} is not allowed; use strings, numbers and booleans, and not the name "claims"`,
      );
    }
    texts[key] = String(value);
  }
  return texts;
}
