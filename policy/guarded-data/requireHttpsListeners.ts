import type { StackFinding, StackRule } from "../rule.ts";
import { plainListeners } from "./support/plainListeners.ts";

/** Clients on the internet reach load balancers by HTTPS. */
export const requireHttpsListeners: StackRule = {
  name: "require-https-listeners",
  description: "Internet-facing load balancers pass on requests that came by HTTPS.",
  why: "Anyone on the way can read and change requests that are sent by HTTP, with their passwords and tokens.",
  fix: "Set protocol to HTTPS with a certificate, and let the listener for HTTP redirect to it.",
  equivalents: [
    "CKV_AWS_2",
    "CKV2_AWS_20",
    "alb-http-to-https-redirection-check",
    "elb-tls-https-listeners-only",
  ],

  *checkStack(stack): Iterable<StackFinding> {
    for (const { isPublic, ...listener } of stack.derived(plainListeners)) {
      if (isPublic !== true) continue;
      yield { ...listener, exposed: "Requests from the internet are sent without encryption" };
    }
  },
};
