import type { ResourceView } from "../model/resourceView.ts";
import type { Finding, ResourceRule } from "../rule.ts";
import { clientTypes } from "./support/clients.ts";

/** No client gets tokens in an address: the code grant gets them out of sight. */
export const forbidImplicitGrant: ResourceRule = {
  name: "forbid-implicit-grant",
  description: "Clients of user pools do not use the implicit grant.",
  why: "The implicit grant puts tokens into the address, from where they get into histories, logs and other pages.",
  fix: 'Take it out and use "code"; public clients add PKCE.',
  equivalents: [],
  types: clientTypes,

  *check(client: ResourceView): Iterable<Finding> {
    for (const { path, value } of client.valuesAt("allowedOauthFlows")) {
      if (value !== "implicit") continue;
      yield { exposed: "The client gets tokens in an address", property: path, value };
    }
  },
};
