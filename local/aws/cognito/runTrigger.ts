import { InvokeCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import { CognitoError } from "./cognitoError.ts";
import { jsonObject } from "./json.ts";
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
