import type { Context } from "aws-lambda";
import { awsClient, type AwsClient, eventBridge } from "../shared/awsClient.ts";
import type { Environment } from "../shared/environment.ts";
import { log } from "../shared/log.ts";

/** The parts of a trigger's event that identify what happened. */
interface AuditedEvent {
  readonly triggerSource: string;
  readonly userPoolId: string;
  readonly callerContext: { readonly clientId: string };
  readonly request: { readonly userAttributes?: Readonly<Record<string, string>> };
}

/** An event's `detail-type`. */
type AuditedAction = "Sign-In Attempted" | "User Signed In" | "User Confirmed" | "Password Reset";

/**
 * Reports what a user did, identified only by `sub`. Fails open: a sign-in does not wait for a bus that is out of order;
 * the log then has the event. An event may arrive twice, as all of EventBridge's.
 */
export type Audit = (
  action: AuditedAction,
  event: AuditedEvent,
  context: Pick<Context, "awsRequestId">,
) => Promise<void>;

/** Reads `AUDIT_EVENT_BUS`, a bus's name. Without it, nothing is reported. */
export function auditOf(environment: Environment): Audit {
  const bus = environment.optionalString("AUDIT_EVENT_BUS");
  return bus ? createAudit(awsClient(eventBridge), bus) : async () => {};
}

export function createAudit(events: AwsClient, bus: string): Audit {
  return async (action, { triggerSource, userPoolId, callerContext, request }, context) => {
    const { sub } = request.userAttributes ?? {};
    const detail = { sub, userPoolId, clientId: callerContext.clientId, triggerSource };
    const entry = {
      EventBusName: bus,
      Source: "palisade.identity",
      DetailType: action,
      Detail: JSON.stringify(detail),
    };
    try {
      // Source: EventBridge API Reference, "PutEvents": a status of 200 may contain failed entries.
      const { FailedEntryCount: failed, Entries: entries } = await events("PutEvents", {
        Entries: [entry],
      });
      if (failed) throw new Error(JSON.stringify(entries));
    } catch (error) {
      const fields = { correlationId: context.awsRequestId, action, ...detail };
      log("error", "audit event not sent", { ...fields, error: String(error) });
    }
  };
}
