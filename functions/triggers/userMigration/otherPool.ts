import { type AwsClient, AwsError } from "../../shared/awsClient.ts";
import type { Attributes, MigrationSource } from "./source.ts";

interface OtherPool {
  readonly userPoolId: string;
  /** A client without a secret that has the flow `ALLOW_ADMIN_USER_PASSWORD_AUTH`. */
  readonly clientId: string;
}

interface UserOutput {
  readonly Enabled?: boolean;
  readonly UserStatus?: string;
  readonly UserAttributes?: readonly { readonly Name: string; readonly Value?: string }[];
}

/**
 * Users of another pool of the account. A user with a second factor there is not migrated at a sign-in: somebody with only
 * the password would get rid of it. They are when they reset their password.
 *
 * @param pools - Cognito user pools in that pool's region, without repetition of a password
 */
export function otherPool(pools: AwsClient, { userPoolId, clientId }: OtherPool): MigrationSource {
  const find = async (userName: string): Promise<Attributes | undefined> => {
    const user = { UserPoolId: userPoolId, Username: userName };
    const found = (await unlessRefused(pools("AdminGetUser", user))) as UserOutput | undefined;
    if (!found || found.Enabled === false || found.UserStatus === "EXTERNAL_PROVIDER")
      return undefined;
    const attributes = found.UserAttributes ?? [];
    return Object.fromEntries(attributes.map(({ Name, Value = "" }) => [Name, Value]));
  };
  return {
    find,
    signIn: async (userName, password) => {
      const result = await unlessRefused(
        pools("AdminInitiateAuth", {
          UserPoolId: userPoolId,
          ClientId: clientId,
          AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
          AuthParameters: { USERNAME: userName, PASSWORD: password },
        }),
      );
      return result?.["AuthenticationResult"] ? find(userName) : undefined;
    },
  };
}

/** Source: Cognito API Reference, "AdminInitiateAuth", errors. */
const refusals = /^(NotAuthorized|UserNotFound|UserNotConfirmed|PasswordResetRequired)Exception$/;

/** The output, or `undefined` for a user whom the pool refuses. */
async function unlessRefused<Output>(call: Promise<Output>): Promise<Output | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof AwsError && refusals.test(error.code)) return undefined;
    throw error;
  }
}
