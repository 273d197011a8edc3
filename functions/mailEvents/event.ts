/** What SES reports about a mail, in EventBridge's envelope. Source: SES Developer Guide, "Contents of event data that Amazon SES publishes to Amazon SNS", whose JSON is the `detail`. */
export interface MailEvent {
  readonly detail: {
    readonly eventType: "Bounce" | "Complaint" | (string & {});
    readonly bounce?: {
      /** `Permanent`, `Transient` (SES gave up after some time) or `Undetermined`. */
      readonly bounceType: string;
      /** Such as `General`, `NoEmail`, `Suppressed`, `OnAccountSuppressionList`. */
      readonly bounceSubType: string;
      readonly bouncedRecipients: readonly {
        readonly emailAddress: string;
        /** As `5.1.1`. */
        readonly status?: string;
      }[];
    };
    readonly complaint?: {
      /** Such as `abuse`; not every receiver says. */
      readonly complaintFeedbackType?: string | null;
      readonly complainedRecipients: readonly { readonly emailAddress: string }[];
    };
    readonly mail: {
      readonly messageId: string;
      readonly tags?: Readonly<Record<string, readonly string[]>>;
    };
  };
}

/** What happened to the mail to one recipient. */
export interface Incident {
  readonly recipient: string;
  readonly message:
    "mail bounced" | "mail not delivered" | "mail suppressed" | "complaint about mail";
  /** A metric's name. @default none: it may pass */
  readonly metric?: "Bounces" | "Suppressed" | "Complaints";
  readonly type: string;
  readonly status?: string | undefined;
}

/** The incidents of an event; none for a kind that is not asked for. */
export function incidentsOf({ detail: { bounce, complaint } }: MailEvent): Incident[] {
  if (complaint) {
    return complaint.complainedRecipients.map(({ emailAddress: recipient }) => ({
      recipient,
      message: "complaint about mail",
      metric: "Complaints",
      type: complaint.complaintFeedbackType ?? "unknown",
    }));
  }
  if (!bounce) return [];
  const { bounceType, bounceSubType } = bounce;
  const kind = kindOf(bounceType, bounceSubType);
  return bounce.bouncedRecipients.map(({ emailAddress: recipient, status }) => ({
    ...{ recipient, ...kind, type: `${bounceType}/${bounceSubType}`, status },
  }));
}

function kindOf(type: string, subType: string): Pick<Incident, "message" | "metric"> {
  // SES did not try: an earlier bounce or complaint has put the address on a list.
  if (/suppress/i.test(subType)) return { message: "mail suppressed", metric: "Suppressed" };
  return type === "Permanent"
    ? { message: "mail bounced", metric: "Bounces" }
    : { message: "mail not delivered" };
}
