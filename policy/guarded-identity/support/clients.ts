/** The clients of user pools: those that a program makes, and those that another service made. */
export const clientType = "aws:cognito/userPoolClient:UserPoolClient";
export const managedClientType = "aws:cognito/managedUserPoolClient:ManagedUserPoolClient";
export const clientTypes: readonly string[] = [clientType, managedClientType];

/** Where a client says which addresses users are sent to, with or without a code. */
export const addressPaths: readonly string[] = ["callbackUrls", "logoutUrls", "defaultRedirectUri"];

/** The part of an address before the colon, in lower case; `undefined` for what has none. */
export const schemeOf = (address: string): string | undefined =>
  /^([a-z][a-z0-9+.-]*):/i.exec(address)?.[1]?.toLowerCase();
