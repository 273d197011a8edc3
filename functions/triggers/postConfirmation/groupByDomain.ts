import type { PostConfirmationTriggerEvent } from "aws-lambda";
import { awsClient, type AwsClient, userPools } from "../../shared/awsClient.ts";
import type { Environment } from "../../shared/environment.ts";
import { domainOf } from "../admittedAddress/emailDomain.ts";

/**
 * Adds a confirmed user to the group of their address's domain. Adding again changes nothing.
 *
 * @returns the group; `undefined` if there is none for the user
 */
export type JoinGroup = (
  event: Pick<PostConfirmationTriggerEvent, "userPoolId" | "userName" | "request">,
) => Promise<string | undefined>;

/** Reads `GROUPS_BY_DOMAIN`: the groups by domain, as JSON. */
export function joiningOf(environment: Environment): JoinGroup {
  const groups = environment.json<Record<string, string>>("GROUPS_BY_DOMAIN");
  return groups ? createJoining(awsClient(userPools), groups) : async () => undefined;
}

/** @param pools - Cognito user pools */
export function createJoining(
  pools: AwsClient,
  groups: Readonly<Record<string, string>>,
): JoinGroup {
  return async ({ userPoolId, userName, request }) => {
    const { email, email_verified: verified, identities } = request.userAttributes;
    // Only Cognito's own check of an address counts: a provider may say anything. Its users have a group of their own.
    if (verified !== "true" || identities || isFederated(request.userAttributes)) return undefined;
    const domain = domainOf(email ?? "");
    if (!Object.hasOwn(groups, domain)) return undefined;
    const group = groups[domain]!;
    const user = { UserPoolId: userPoolId, Username: userName };
    await pools("AdminAddUserToGroup", { ...user, GroupName: group });
    return group;
  };
}

const isFederated = (attributes: Readonly<Record<string, string>>): boolean =>
  attributes["cognito:user_status"] === "EXTERNAL_PROVIDER";
