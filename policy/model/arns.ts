import { isFixed } from "./patterns.ts";

/** Whether resources of accounts that nobody thought of fit an ARN with wildcards. */
export function leavesAccountOpen(arn: string): boolean {
  const [, , service, , account = "*", ...resource] = arn.split(":");
  // Buckets have no account in their ARN, but a name that is nobody else's.
  const isByName = account === "" || (account === "*" && service === "s3");
  return !isFixed(isByName ? resource.join(":") : account);
}
