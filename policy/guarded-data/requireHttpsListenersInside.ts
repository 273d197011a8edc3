import type { StackFinding, StackRule } from "../rule.ts";
import { plainListeners } from "./support/plainListeners.ts";

/** Load balancers that only the network reaches, or may reach, use HTTPS as well. */
export const requireHttpsListenersInside: StackRule = {
  name: "require-https-listeners-inside",
  description: "Internal load balancers pass on requests that came by HTTPS.",
  why: "Whoever gets into the network can read requests that are sent by HTTP. The network is the only barrier.",
  fix: "Set protocol to HTTPS with a certificate, for example of AWS Private CA. Disable the rule if the network is protection enough.",
  equivalents: ["CKV_AWS_2"],
  level: "advisory",

  *checkStack(stack): Iterable<StackFinding> {
    for (const { isPublic, ...listener } of stack.derived(plainListeners)) {
      if (isPublic === true) continue;
      yield { ...listener, exposed: "Requests within the network are sent without encryption" };
    }
  },
};
