import { isOneOf } from "../model/resourceView.ts";
import type { Finding, ResourceRule } from "../rule.ts";

/** Properties that set how callers authenticate, by type. */
const modes: Readonly<Record<string, readonly string[]>> = {
  "aws:appsync/graphQLApi:GraphQLApi": [
    "authenticationType",
    "additionalAuthenticationProviders.authenticationType",
  ],
  "aws:appsync/api:Api": [
    "eventConfig.authProviders.authType",
    "eventConfig.connectionAuthModes.authType",
    "eventConfig.defaultPublishAuthModes.authType",
    "eventConfig.defaultSubscribeAuthModes.authType",
  ],
  "aws:appsync/channelNamespace:ChannelNamespace": [
    "publishAuthModes.authType",
    "subscribeAuthModes.authType",
  ],
};

/**
 * No public AppSync API accepts an API key as the only credential. Each resource has at most one
 * finding.
 *
 * Source: "Configuring authorization and authentication to secure your GraphQL APIs", AWS AppSync
 * Developer Guide: keys are for public APIs.
 */
export const requireGraphqlAuthorizers: ResourceRule = {
  name: "require-graphql-authorizers",
  description: "AppSync GraphQL and Event APIs authenticate their callers.",
  why: "Every app that uses an API key contains it, so an API that accepts API keys is open to anyone on the internet.",
  fix: "Use AMAZON_COGNITO_USER_POOLS, OPENID_CONNECT, AWS_IAM or AWS_LAMBDA instead of API_KEY.",
  equivalents: ["appsync-authorization-check"],
  types: Object.keys(modes),
  excuses: ["visibility"],

  *check(api): Iterable<Finding> {
    // Private APIs are reachable only from VPCs.
    if (isOneOf(api.valueAt("visibility"), ["PRIVATE"])) return;
    const named = modes[api.type]!.flatMap((path) => api.valuesAt(path));
    const open = named.find(({ value }) => isOneOf(value, ["API_KEY"]));
    if (!open) return;
    const exposed = "Anyone who has the app's API key may call the API";
    yield { exposed, property: open.path, value: open.value };
  },
};
