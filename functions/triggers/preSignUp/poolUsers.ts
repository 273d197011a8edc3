import type { AwsClient } from "../../shared/awsClient.ts";
import { asciiLowerCase } from "../admittedAddress/emailDomain.ts";

/** A user as a pool lists it. */
export interface PoolUser {
  readonly name: string;
  /** Such as `CONFIRMED`. */
  readonly status: string;
  readonly attributes: Readonly<Record<string, string | undefined>>;
}

interface ListedUser {
  readonly Username: string;
  readonly UserStatus: string;
  readonly Attributes?: readonly { readonly Name: string; readonly Value?: string }[];
}

/** One address has few users: one with a password, and one for each provider. */
const mostUsers = 60;

/**
 * Users with an address, whatever its letters' case.
 *
 * @throws Error when there are more than a page of them
 */
export async function usersByEmail(
  pools: AwsClient,
  userPoolId: string,
  email: string,
): Promise<PoolUser[]> {
  const { Users: users = [], PaginationToken: next } = await pools("ListUsers", {
    UserPoolId: userPoolId,
    // Source: Cognito API Reference, "ListUsers": a quotation mark within the value is escaped.
    Filter: `email = "${email.replaceAll(/["\\]/g, "\\$&")}"`,
    Limit: mostUsers,
  });
  if (next) throw new Error(`more than ${mostUsers} users have the same address`);
  return (users as ListedUser[]).map(poolUser).filter(({ attributes }) => {
    return asciiLowerCase(attributes["email"] ?? "") === asciiLowerCase(email);
  });
}

const poolUser = ({ Username, UserStatus, Attributes = [] }: ListedUser): PoolUser => ({
  name: Username,
  status: UserStatus,
  attributes: Object.fromEntries(Attributes.map(({ Name, Value }) => [Name, Value])),
});

/** A user's identities at providers, as in the claim `identities`. */
export function identitiesOf({ attributes }: PoolUser) {
  const { identities } = attributes;
  return (identities ? JSON.parse(identities) : []) as {
    readonly providerName: string;
    readonly userId: string;
  }[];
}
