import type { Finding, ResourceRule } from "../rule.ts";
import { clientTypes } from "./support/clients.ts";

/** No client receives tokens in a URL: the code grant keeps them out of sight. */
export const forbidImplicitGrant: ResourceRule = {
  name: "forbid-implicit-grant",
  description: "User pool clients do not use the implicit grant.",
  why: "The implicit grant puts tokens into the URL, and from there into browser histories, logs and other pages.",
  fix: 'Remove "implicit" and use "code"; public clients also use PKCE.',
  equivalents: [],
  types: clientTypes,

  *check(client): Iterable<Finding> {
    for (const { path, value } of client.valuesAt("allowedOauthFlows")) {
      if (value !== "implicit") continue;
      yield { exposed: "The client receives tokens in a URL", property: path, value };
    }
  },
};
