import { testRule, unknown } from "../testing/ruleTable.ts";
import { forbidSecretsInPublicClients as rule } from "./forbidSecretsInPublicClients.ts";

const secret = { generateSecret: true };

testRule(rule, "aws:cognito/userPoolClient:UserPoolClient", {
  compliant: { generateSecret: false, callbackUrls: ["myapp://callback"] },
  passing: {
    "no word of a secret": { generateSecret: undefined },
    "a server": { ...secret, callbackUrls: ["https://example.com"] },
    "a server under test": { ...secret, callbackUrls: ["http://localhost:3000"] },
    "a machine": {
      ...secret,
      callbackUrls: undefined,
      allowedOauthFlows: ["client_credentials"],
    },
    "an unknown address": { ...secret, callbackUrls: [unknown] },
  },
  failing: {
    "a secret in an app": [secret, "generateSecret"],
    "a secret in an app that is a page too": [
      { ...secret, callbackUrls: ["https://example.com", "com.example.app:/callback"] },
      "generateSecret",
    ],
    "a secret by a text": { generateSecret: "true" },
    "a secret in a page": [
      { ...secret, callbackUrls: ["https://example.com"], allowedOauthFlows: ["implicit"] },
      "generateSecret",
    ],
  },
  undecided: { "whether there is one": { generateSecret: unknown } },
});
