import type { Setting } from "../../rule.ts";

/** Settings of the rules that require authorizers. */
export interface AuthorizerSettings {
  readonly publicRoutes: readonly string[];
  readonly apiKeys: boolean;
}

export const authorizerSettings: {
  readonly [Name in keyof AuthorizerSettings]: Setting<AuthorizerSettings[Name]>;
} = {
  publicRoutes: {
    description:
      'Routes that anyone may call, as "METHOD /path"; * matches any characters. An ANY route is public ' +
      "only if its method is written as *. Routes of HTTP and WebSocket APIs without a method are " +
      'identified by their route key, such as "$default".',
    schema: {
      type: "array",
      items: { type: "string", pattern: "^([A-Z]+|\\*) /?\\S*$|^\\$[a-z]+$" },
    },
    default: [],
  },
  apiKeys: {
    description: "Count an API key as an authorizer. API keys identify clients, not users.",
    schema: { type: "boolean" },
    default: false,
  },
};
