import type { Finding, ResourceRule } from "../rule.ts";
import { clientTypes } from "./support/clients.ts";
import { isTemporary, temporaryStacks, type TemporaryStacks } from "./support/temporaryStacks.ts";

/**
 * Apps prove that they know the password without sending it. Servers may send it: they use the
 * administrator flows, with credentials of their own. An advisory, because a pool needs the flow
 * while a trigger migrates users.
 *
 * Source: Cognito API Reference, "CreateUserPoolClient" (ExplicitAuthFlows).
 */
export const forbidPlainPasswordFlow: ResourceRule<TemporaryStacks> = {
  name: "forbid-plain-password-flow",
  description: "Apps sign in with SRP and do not send passwords, except in temporary stacks.",
  why: "Anyone who can read or log the request, in the app or on the way, gets the password.",
  fix: "Use ALLOW_USER_SRP_AUTH or ALLOW_USER_AUTH instead.",
  equivalents: [],
  level: "advisory",
  types: clientTypes,
  settings: { temporaryStacks },

  *check(client, settings): Iterable<Finding> {
    if (isTemporary(client, settings.temporaryStacks)) return;
    for (const { path, value } of client.valuesAt("explicitAuthFlows")) {
      if (value !== "ALLOW_USER_PASSWORD_AUTH" && value !== "USER_PASSWORD_AUTH") continue;
      yield { exposed: "Apps may send the password itself", property: path, value };
    }
  },
};
