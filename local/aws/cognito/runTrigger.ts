import { InvokeCommand, type InvokeCommandOutput, type LambdaClient } from "@aws-sdk/client-lambda";
import { CognitoError } from "./answer.ts";
import { type TriggerEventOptions, triggerEvent, triggerOf } from "./triggerEvent.ts";

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
): Promise<Record<string, unknown>> {
  const trigger = triggerOf(options.source);
  const command = new InvokeCommand({
    FunctionName: functionArn,
    Payload: JSON.stringify(triggerEvent(options)),
  });
  const output = await lambda.send(command).catch((error: Error) => {
    const message = `${trigger} invocation failed due to error ${error.name}.`;
    throw new CognitoError("UnexpectedLambdaException", message);
  });
  const payload = payloadOf(output);
  if (output.FunctionError) {
    const message = `${trigger} failed with error ${String(payload?.["errorMessage"])}.`;
    throw new CognitoError("UserLambdaValidationException", message);
  }
  if (!isObject(payload?.["response"])) {
    throw new CognitoError("InvalidLambdaResponseException", "Unrecognizable lambda output");
  }
  return payload["response"];
}

function payloadOf({ Payload }: InvokeCommandOutput): Record<string, unknown> | undefined {
  const payload = JSON.parse(Payload?.transformToString() || "null") as unknown;
  return isObject(payload) ? payload : undefined;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;
