import type { Setting } from "../../rule.ts";

/** What users can set of the rules that want authorizers. */
export interface AuthorizerSettings {
  readonly publicRoutes: readonly string[];
  readonly apiKeys: boolean;
}

export const authorizerSettings: {
  readonly [Name in keyof AuthorizerSettings]: Setting<AuthorizerSettings[Name]>;
} = {
  publicRoutes: {
    description:
      'Routes that everybody may call, as "METHOD /path", in which * stands for any characters; an ' +
      "ANY route is public by * as its method only. Routes of HTTP and WebSocket APIs that have no " +
      'method go by their key, such as "$default".',
    schema: {
      type: "array",
      items: { type: "string", pattern: "^([A-Z]+|\\*) /?\\S*$|^\\$[a-z]+$" },
    },
    default: [],
  },
  apiKeys: {
    description: "Whether an API key counts as an authorizer. Keys tell clients apart, not users.",
    schema: { type: "boolean" },
    default: false,
  },
};
