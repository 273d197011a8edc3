import { compilePolicy, type Policy } from "../policies/policyDocument.ts";

/** What a Lambda authorizer answered. */
export interface AuthorizerOutput {
  readonly policy: Policy;
  /** `principalId` and whatever the function passes on, as texts. */
  readonly context: Readonly<Record<string, string>>;
  readonly usageIdentifierKey: string | undefined;
}

/** A Lambda authorizer's answer is none that API Gateway understands. */
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
    throw new AuthorizerOutputError("the function's answer is no object");
  }
  const { principalId, policyDocument, context, usageIdentifierKey } = output;
  if (typeof principalId !== "string") {
    throw new AuthorizerOutputError("principalId is no text");
  }
  if (usageIdentifierKey != null && typeof usageIdentifierKey !== "string") {
    throw new AuthorizerOutputError("usageIdentifierKey is no text");
  }
  return {
    policy: compilePolicy(policyDocument),
    context: { ...stringContext(context), principalId },
    usageIdentifierKey: usageIdentifierKey ?? undefined,
  };
}

/** Only texts, numbers and booleans; `claims` is a name that API Gateway keeps for user pools. */
function stringContext(context: unknown): Record<string, string> {
  const texts: Record<string, string> = Object.create(null);
  if (context === undefined || context === null) return texts;
  if (typeof context !== "object" || Array.isArray(context)) {
    throw new AuthorizerOutputError("context is no object");
  }
  for (const [key, value] of Object.entries(context)) {
    if (!["string", "number", "boolean"].includes(typeof value) || key === "claims") {
      throw new AuthorizerOutputError(`context.${key} can't be passed on`);
    }
    texts[key] = String(value);
  }
  return texts;
}
