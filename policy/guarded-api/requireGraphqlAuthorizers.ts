import { isOneOf, type ResourceView } from "../model/resourceView.ts";
import type { Finding, ResourceRule } from "../rule.ts";

/** Where each type says how callers prove who they are. */
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
 * No API of AppSync answers who has but its key, unless it is private. There is one finding for each
 * resource, however many of its parts take keys.
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

  *check(api: ResourceView): Iterable<Finding> {
    // Reached from VPCs only.
    if (isOneOf(api.valueAt("visibility"), ["PRIVATE"])) return;
    const named = modes[api.type]!.flatMap((path) => api.valuesAt(path));
    const open = named.find(({ value }) => isOneOf(value, ["API_KEY"]));
    if (!open) return;
    const exposed = "Anyone who has the app's API key may call the API";
    yield { exposed, property: open.path, value: open.value };
  },
};
