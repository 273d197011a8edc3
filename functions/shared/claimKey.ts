/**
 * The key in a Lambda authorizer's context for a claim, such as `claim_sub` and `claim_cognito_groups`.
 * The prefix keeps claims apart from API Gateway's own keys and from those of other authorizers;
 * templates can read only letters, digits and `_`. `components/api/document/userPoolFunction.ts` has
 * the same rule.
 */
export const claimKey = (claim: string): string => `claim_${claim.replaceAll(/\W/g, "_")}`;
