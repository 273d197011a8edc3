import { testRule, unknown } from "../testing/ruleTable.ts";
import { requireGraphqlAuthorizers as rule } from "./requireGraphqlAuthorizers.ts";

const iam = { authenticationType: "AWS_IAM" };
const key = { authenticationType: "API_KEY" };
const mode = (authType: unknown) => [{ authType }];

testRule(rule, "aws:appsync/graphQLApi:GraphQLApi", {
  compliant: iam,
  passing: {
    "additional ways": {
      additionalAuthenticationProviders: [{ authenticationType: "OPENID_CONNECT" }],
    },
    "a key of a private API": { ...key, visibility: "PRIVATE" },
  },
  failing: {
    "a key": [key, "authenticationType"],
    "a key, in another case": { authenticationType: "api_key" },
    "a key of a global API": [{ ...key, visibility: "GLOBAL" }, "authenticationType"],
    "an additional key": [
      { additionalAuthenticationProviders: [{ authenticationType: unknown }, key] },
      "additionalAuthenticationProviders[1].authenticationType",
    ],
  },
  undecided: {
    "how callers prove who they are": { authenticationType: unknown },
    "additional ways": { additionalAuthenticationProviders: unknown },
  },
});

const events = {
  authProviders: mode("AWS_LAMBDA"),
  connectionAuthModes: mode("AWS_LAMBDA"),
  defaultPublishAuthModes: mode("AWS_IAM"),
  defaultSubscribeAuthModes: mode("AWS_LAMBDA"),
};

testRule(rule, "aws:appsync/api:Api", {
  compliant: { eventConfig: events },
  failing: Object.fromEntries(
    Object.keys(events).map((part) => [
      `a key among its ${part}`,
      [
        { eventConfig: { ...events, [part]: [...mode("AWS_IAM"), ...mode("API_KEY")] } },
        `eventConfig.${part}[1].authType`,
      ],
    ]),
  ),
  undecided: { "its configuration": { eventConfig: unknown } },
});

testRule(rule, "aws:appsync/channelNamespace:ChannelNamespace", {
  compliant: {},
  passing: { "a user pool": { publishAuthModes: mode("AMAZON_COGNITO_USER_POOLS") } },
  failing: {
    "a key to publish": [{ publishAuthModes: mode("API_KEY") }, "publishAuthModes[0].authType"],
    "a key to subscribe": [
      { subscribeAuthModes: mode("API_KEY") },
      "subscribeAuthModes[0].authType",
    ],
  },
  undecided: { "who publishes": { publishAuthModes: unknown } },
});
