import type { PreSignUpTriggerEvent } from "aws-lambda";
import { Refusal } from "../../../functions/triggers/refusal.ts";

/** A team's code in the trigger `preSignUp`. */
export async function handler(event: PreSignUpTriggerEvent): Promise<void> {
  const { email = "" } = event.request.userAttributes;
  if (email.startsWith("mallory")) throw new Refusal("Only members can sign up");
  if (email.startsWith("broken")) throw new Error("db1.internal is down");
  event.response.autoConfirmUser = true;
}
