import type { DefineAuthChallengeTriggerEvent } from "aws-lambda";
import { nextStep } from "./nextStep.ts";

/** Source: Cognito Developer Guide, "Define Auth challenge Lambda trigger". */
export async function handler(
  event: DefineAuthChallengeTriggerEvent,
): Promise<DefineAuthChallengeTriggerEvent> {
  event.response = nextStep(event.request);
  return event;
}
