import { requestsOf } from "../senders/requestsOf.ts";

/** Prepares what own code sends: `withOwnSender` joins the two. */
export const handler = requestsOf("sms");
