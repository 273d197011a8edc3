import { guarded, type TriggerHandler } from "./guarded.ts";

/** What Cognito reads of an event that a trigger returns. */
interface TriggerEvent {
  readonly triggerSource: string;
  readonly response: object;
}

/** A team's handler. It may change the event's response, or return an event with another one. */
type OwnHandler<Event> = (
  ...args: Parameters<TriggerHandler<Event>>
) => Promise<Event | undefined | void>;

/**
 * A trigger's handler, followed by a team's own. Own code runs only for those whom ours admits, and finds our response
 * in the event. It may refuse more, by a `Refusal`; its other errors are logged and reach nobody.
 */
export function withOwnCode<Event extends TriggerEvent>(
  handler: TriggerHandler<Event>,
  own: OwnHandler<Event>,
): TriggerHandler<Event> {
  const further = guarded<Event>(async (event, context) => {
    const result = await own(event, context);
    return { ...event, response: result?.response ?? event.response };
  });
  return async (event, context) => {
    const admitted = await handler(event, context);
    return refuses(admitted.response) ? admitted : further(admitted, context);
  };
}

/** The challenges' triggers refuse without an error. */
const refuses = (response: {
  readonly answerCorrect?: boolean;
  readonly failAuthentication?: boolean;
}): boolean => response.answerCorrect === false || response.failAuthentication === true;
