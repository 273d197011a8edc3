/** User pool clients that a program creates, and those that another service created. */
export const clientType = "aws:cognito/userPoolClient:UserPoolClient";
export const managedClientType = "aws:cognito/managedUserPoolClient:ManagedUserPoolClient";
export const clientTypes: readonly string[] = [clientType, managedClientType];

/** Properties with the addresses to which users are sent after signing in or out. */
export const addressPaths: readonly string[] = ["callbackUrls", "logoutUrls", "defaultRedirectUri"];

/** The scheme of a URL in lower case, if it has one. */
export const schemeOf = (address: string): string | undefined =>
  /^([a-z][a-z0-9+.-]*):/i.exec(address)?.[1]?.toLowerCase();
