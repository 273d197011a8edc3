import { isTrue } from "../model/resourceView.ts";
import type { Finding, ResourceRule } from "../rule.ts";
import { clientType, schemeOf } from "./support/clients.ts";

/**
 * Clients that run on users' machines have no secret. A client is one if it has a callback with a
 * custom scheme or uses the implicit grant: servers do neither. A client with an https or localhost
 * callback may be a server, which keeps its secret.
 *
 * Source: RFC 8252, section 8.5 ("Client Authentication").
 */
export const forbidSecretsInPublicClients: ResourceRule = {
  name: "forbid-secrets-in-public-clients",
  description: "User pool clients of apps on users' machines have no secret.",
  why: "Anyone who has the app has its secret, so the secret proves nothing.",
  fix: "Set generateSecret to false and use the code grant with PKCE. Give a server a client of its own.",
  equivalents: [],
  types: [clientType],

  *check(client): Iterable<Finding> {
    const isPublic =
      client.hintsAt("callbackUrls").some((url) => isOfApp(String(url))) ||
      client.hintsAt("allowedOauthFlows").includes("implicit");
    const property = "generateSecret";
    if (!isPublic || !isTrue(client.valueAt(property))) return;
    const exposed = "The client's secret is in every copy of its app";
    yield { exposed, property, value: client.valueAt(property) };
  },
};

const isOfApp = (url: string): boolean => !["http", "https", undefined].includes(schemeOf(url));
