export const providerType = "aws:cognito/identityProvider:IdentityProvider";
