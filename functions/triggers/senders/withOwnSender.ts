import type { Context } from "aws-lambda";
import { log } from "../../shared/log.ts";
import type { RequestOf, SenderEvent, SenderRequest } from "./request.ts";
import { withoutSecrets } from "./withoutSecrets.ts";

/** A team's handler. Its result is ignored; an error has Lambda call it again, twice at most. */
type OwnSender = (request: SenderRequest, context: Context) => Promise<unknown>;

/**
 * A custom sender: the event's code is decrypted, and a team's own code sends it. Cognito then sends nothing of this
 * kind itself, and waits for nothing. The log has neither codes nor addresses, also not those in own code's errors.
 */
export const withOwnSender =
  (requestOf: RequestOf, own: OwnSender) =>
  async (event: SenderEvent, context: Context): Promise<void> => {
    const { triggerSource, request: given } = event;
    const { sub } = given.userAttributes;
    const fields = { correlationId: context.awsRequestId, sub, triggerSource };
    let request: SenderRequest | undefined;
    try {
      request = await requestOf(event);
      if (!request) return log("error", "no address for this event", fields);
      await own(request, context);
      log("info", "message sent", fields);
    } catch (error) {
      const reason = withoutSecrets(withCause(error), request);
      log("error", "message not sent", { ...fields, error: reason });
      // Lambda logs the error that it gets.
      throw new Error("The message was not sent. The line before has the reason.");
    }
  };

/** `fetch` says only in the cause what failed. */
const withCause = (error: unknown): string =>
  error instanceof Error && error.cause !== undefined
    ? `${String(error)}: ${String(error.cause)}`
    : String(error);
