import { InvokeCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import { type CognitoResponse, CognitoError, jsonObject, withError } from "./protocol.ts";
import type { OperationInput, User } from "./userPools.ts";

/** The occasions on which the front runs a trigger. */
export type TriggerSource =
  | "PreSignUp_AdminCreateUser"
  | "CustomMessage_SignUp"
  | "CustomMessage_ResendCode"
  | "CustomMessage_ForgotPassword"
  | "PostConfirmation_ConfirmSignUp"
  | "PostConfirmation_ConfirmForgotPassword";

/** The key of a pool's `LambdaConfig`, which is also the name of the trigger in errors. */
type Trigger = "PreSignUp" | "CustomMessage" | "PostConfirmation";

/** Placeholder of the code in a message. */
export const codeParameter = "{####}";

interface TriggerEventOptions {
  readonly source: TriggerSource;
  readonly region: string;
  readonly userPoolId: string;
  readonly user: User;
  /** The request of the operation that the trigger belongs to. */
  readonly input: OperationInput;
}

export const triggerOf = (source: TriggerSource): Trigger => source.split("_")[0] as Trigger;

/**
 * The event of a trigger. Source: Cognito Developer Guide, "Customizing user pool workflows
 * with Lambda triggers", "Pre sign-up Lambda trigger", "Custom message Lambda trigger" and "Post confirmation
 * Lambda trigger".
 */
export function triggerEvent({ source, region, userPoolId, user, input }: TriggerEventOptions) {
  const { request, response } = parts[triggerOf(source)];
  return {
    version: "1",
    triggerSource: source,
    region,
    userPoolId,
    userName: user.name,
    callerContext: {
      awsSdkVersion: "aws-sdk-unknown-unknown",
      clientId: input.ClientId ?? "CLIENT_ID_NOT_APPLICABLE",
    },
    request: {
      userAttributes: user.attributes,
      ...request,
      ...(input.ClientMetadata && { clientMetadata: input.ClientMetadata }),
    },
    response,
  };
}

const parts: Record<Trigger, { request: object; response: object }> = {
  PreSignUp: {
    request: { validationData: null },
    response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
  },
  CustomMessage: {
    // Only an invitation contains the user name.
    request: { codeParameter, linkParameter: "{##Click Here##}", usernameParameter: null },
    response: { smsMessage: null, emailMessage: null, emailSubject: null },
  },
  PostConfirmation: { request: {}, response: {} },
};

/**
 * Runs a trigger's function.
 *
 * @returns the `response` of the event that the function returned
 * @throws CognitoError when it fails, can't be called or returns no event
 */
export async function runTrigger(
  lambda: LambdaClient,
  functionArn: string,
  options: TriggerEventOptions,
): Promise<object> {
  const trigger = triggerOf(options.source);
  const command = new InvokeCommand({
    FunctionName: functionArn,
    Payload: JSON.stringify(triggerEvent(options)),
  });
  const output = await lambda.send(command).catch((error: Error) => {
    const message = `${trigger} invocation failed due to error ${error.name}.`;
    throw new CognitoError("UnexpectedLambdaException", message);
  });
  const { errorMessage, response } = jsonObject(output.Payload);
  if (output.FunctionError) {
    const message = `${trigger} failed with error ${String(errorMessage)}.`;
    throw new CognitoError("UserLambdaValidationException", message);
  }
  if (typeof response !== "object" || response === null) {
    throw new CognitoError("InvalidLambdaResponseException", "Unrecognizable lambda output");
  }
  return response;
}

/** The triggers whose name MiniStack omits from an error, by operation. */
const unnamedTriggers: ReadonlyMap<string, string> = new Map([
  ["SignUp", "PreSignUp"],
  ["AdminCreateUser", "CustomMessage"],
]);

/**
 * MiniStack's message for a failed trigger, printed by Python:
 * `CreateAuthChallenge returned error: {'errorMessage': 'No.', 'errorType': 'Error'}`.
 */
const failurePattern = /^(?:(\w+)(?: returned)? error: )?\{'errorMessage': (.*), 'errorType': /s;

/** Replaces MiniStack's message of a failed trigger with Cognito's. Leaves others unchanged. */
export function withTriggerFailure(operation: string, response: CognitoResponse): CognitoResponse {
  if (response.status < 400) return response;
  const { message } = jsonObject(response.body);
  const [failure, named, reason] = failurePattern.exec(String(message)) ?? [];
  if (!failure) return response;
  const trigger = named ?? unnamedTriggers.get(operation);
  const text = `${trigger} failed with error ${parsePythonString(reason!)}.`;
  return withError(response, new CognitoError("UserLambdaValidationException", text));
}

const escapes: Record<string, string> = { n: "\n", r: "\r", t: "\t" };

/** Parses the output of Python's `repr` for a string. */
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
