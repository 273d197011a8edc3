/** The text of a policy, which Pulumi accepts as a string or an object. */
export const policyText = (policy: unknown): string =>
  typeof policy === "string" ? policy : JSON.stringify(policy);
