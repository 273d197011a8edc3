import { isTrue } from "../model/resourceView.ts";
import type { Finding, ResourceRule } from "../rule.ts";
import { clientTypes } from "./support/clients.ts";

/**
 * Refresh tokens can be revoked. For new clients, this is on by default.
 *
 * Source: Cognito Developer Guide, "Ending user sessions with token revocation".
 */
export const requireTokenRevocation: ResourceRule = {
  name: "require-token-revocation",
  description: "Refresh tokens can be revoked.",
  why: "A stolen refresh token that cannot be revoked works until it expires, for up to ten years.",
  fix: "Set enableTokenRevocation to true or remove it.",
  equivalents: [],
  types: clientTypes,

  *check(client): Iterable<Finding> {
    const property = "enableTokenRevocation";
    const value = client.valueAt(property, true);
    if (value === undefined || isTrue(value)) return;
    yield { exposed: "Refresh tokens cannot be revoked", property, value };
  },

  remediate(client) {
    if (String(client["enableTokenRevocation"]) !== "false") return false;
    client["enableTokenRevocation"] = true;
    return true;
  },
};
