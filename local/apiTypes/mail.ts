// What the endpoints of mails and text messages return, for the page too: types only.

/** A mail or text message that Cognito or a function sent. It never leaves this machine. */
export interface Message {
  readonly kind: "mail" | "sms";
  readonly id: string;
  readonly region: string;
  /** A text message has none. */
  readonly from?: string;
  /** Addresses, or a phone number such as `+15550100`. */
  readonly to: string[];
  /** A text message has none. */
  readonly subject?: string;
  readonly text: string;
  /** ISO 8601. */
  readonly time: string;
}

/** A message of a list. */
export interface ListedMessage extends Message {
  /** Codes that its text contains. */
  readonly codes: readonly string[];
}

/** A message as a whole. */
export interface ReadMessage extends ListedMessage {
  /** Whether it has a body in HTML, for a preview. */
  readonly isHtml: boolean;
}
