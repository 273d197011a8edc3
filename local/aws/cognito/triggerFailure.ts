import { type Answer, withError } from "./answer.ts";
import { CognitoError } from "./cognitoError.ts";
import { jsonObject } from "./json.ts";

/** The triggers whose name the endpoint leaves out of an error, by operation. */
const unnamedTriggers: ReadonlyMap<string, string> = new Map([
  ["SignUp", "PreSignUp"],
  ["AdminCreateUser", "CustomMessage"],
]);

/**
 * A failed trigger as the endpoint tells of it, in the way Python prints it:
 * `CreateAuthChallenge returned error: {'errorMessage': 'No.', 'errorType': 'Error'}`.
 */
const failurePattern = /^(?:(\w+)(?: returned)? error: )?\{'errorMessage': (.*), 'errorType': /s;

/** An answer that tells of a failed trigger, as Cognito words it; any other as it is. */
export function inCognitosWords(operation: string, answer: Answer): Answer {
  if (answer.status < 400) return answer;
  const { message } = jsonObject(answer.body);
  const [failure, named, reason] = failurePattern.exec(String(message)) ?? [];
  if (!failure) return answer;
  const trigger = named ?? unnamedTriggers.get(operation);
  const text = `${trigger} failed with error ${parsePythonString(reason!)}.`;
  return withError(answer, new CognitoError("UserLambdaValidationException", text));
}

const escapes: Record<string, string> = { n: "\n", r: "\r", t: "\t" };

/** Reads a string as Python's `repr` writes it. */
export function parsePythonString(literal: string): string {
  return literal
    .slice(1, -1)
    .replaceAll(
      /\\(?:x(..)|u(.{4})|U(.{8})|(.))/gs,
      (_, byte?: string, short?: string, long?: string, character?: string) =>
        character === undefined
          ? String.fromCodePoint(parseInt((byte ?? short ?? long)!, 16))
          : (escapes[character] ?? character),
    );
}
