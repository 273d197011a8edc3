import { type AuthorizerDefinitions, identityHeaders } from "../authorizers/definition.ts";
import type { ApiKeySource } from "../usagePlans/definition.ts";
import { type ApiKeyGuard, apiKeyHeader } from "./apiKey.ts";
import type { AuthGuard } from "./auth.ts";

/** Headers of a signature besides `Authorization`. Source: IAM User Guide, "AWS Signature Version 4 for API requests". */
const signatureHeaders = ["X-Amz-Content-Sha256", "X-Amz-Date", "X-Amz-Security-Token"];

/** Headers by which callers of the routes identify themselves, without duplicates. */
export function credentialHeaders(
  routes: readonly (AuthGuard<string> & ApiKeyGuard)[],
  authorizers: AuthorizerDefinitions = {},
  apiKeySource: ApiKeySource = "header",
): string[] {
  const headers = routes.flatMap(({ auth, apiKey }) => {
    const authorizer = typeof auth === "object" ? authorizers[auth.authorizer] : undefined;
    return [
      ...(auth === "iam" ? signatureHeaders : []),
      ...(authorizer ? identityHeaders(authorizer) : []),
      ...(apiKey && apiKeySource === "header" ? [apiKeyHeader] : []),
    ];
  });
  return [...new Map(headers.map((name) => [name.toLowerCase(), name])).values()];
}
