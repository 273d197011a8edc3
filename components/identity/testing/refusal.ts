/** What is wrong, in the definition or with an environment's settings, the error, and the source of the rule. */
export type Refusal = readonly [
  definition: object,
  error: RegExp,
  source: string,
  environment?: object,
];

export const guide = (page: string) => `Cognito Developer Guide, "${page}"`;
export const reference = (page: string) => `Cognito API Reference, "${page}"`;
export const own = "ours: it would have no effect, or a bad one";

/** Settings that other options need. */
export const sender = { senderEmail: "no-reply@example.com" };
export const audit = { plan: "PLUS", threatProtection: "audit" };
