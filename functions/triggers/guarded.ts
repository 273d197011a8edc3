import type { Context } from "aws-lambda";
import { log } from "../shared/log.ts";
import { Refusal } from "./refusal.ts";

/** The handler of a trigger. */
export type TriggerHandler<Event> = (event: Event, context: Context) => Promise<Event>;

/** The user can't tell a fault of ours from one of AWS. */
const failure = "Something went wrong on our side. Please try again";

/**
 * A handler whose errors may reach users: Cognito passes the message of a trigger's error on.
 *
 * @returns a handler that rejects with the same refusals, and with a general message in place of any other error,
 *   whose text is logged
 */
export const guarded =
  <Event extends { readonly triggerSource: string }>(
    handler: TriggerHandler<Event>,
  ): TriggerHandler<Event> =>
  async (event, context) => {
    try {
      return await handler(event, context);
    } catch (error) {
      if (error instanceof Refusal) throw error;
      log("error", "trigger failed", {
        correlationId: context.awsRequestId,
        triggerSource: event.triggerSource,
        error: String(error),
      });
      throw new Error(failure);
    }
  };
