import type { Finding, ResourceRule } from "../rule.ts";
import { clientTypes, managedClientType } from "./support/clients.ts";

/**
 * Sign-in errors do not reveal who has an account. Clients that the program creates reveal it by
 * default; clients that another service created keep their setting.
 *
 * Source: Cognito Developer Guide, "Managing user existence error responses" (LEGACY by default).
 */
export const requireUniformSignInErrors: ResourceRule = {
  name: "require-uniform-sign-in-errors",
  description: "Errors of sign-in and password recovery do not reveal whether a user exists.",
  why: "An attacker who can find out which addresses have an account knows whose passwords to try and whom to phish.",
  fix: 'Set preventUserExistenceErrors to "ENABLED".',
  equivalents: [],
  types: clientTypes,

  *check(client): Iterable<Finding> {
    const property = "preventUserExistenceErrors";
    if (client.type === managedClientType && !client.isSet(property)) return;
    const setting = client.valueAt(property, "LEGACY");
    if (setting === undefined || setting === "ENABLED") return;
    const exposed = "Errors tell strangers who has an account";
    yield { exposed, property, value: client.valueAt(property) };
  },

  remediate(client, type) {
    const set = client["preventUserExistenceErrors"];
    if (set !== "LEGACY" && (set !== undefined || type === managedClientType)) return false;
    client["preventUserExistenceErrors"] = "ENABLED";
    return true;
  },
};
