import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { IAMClient } from "@aws-sdk/client-iam";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { SESv2Client } from "@aws-sdk/client-sesv2";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { IdentityService } from "./cognito/replicas.ts";
import type { Kept } from "./kept.ts";
import { type LazyClients, lazyClients } from "./lazyClients.ts";
import type { RootCredentials } from "./rootCredentials.ts";

/** The local platform's account, unless a custom endpoint reports another one. */
export const localAccountId = "123456789012";

/** An AWS endpoint on this machine, with clients that have the account's credentials. */
export interface AwsEndpoint extends LazyClients {
  readonly url: string;
  readonly region: string;
  /** The account that the credentials belong to, twelve digits. */
  readonly accountId: string;
  readonly cloudwatch: CloudWatchClient;
  readonly cognito: CognitoIdentityProviderClient;
  readonly dynamodb: DynamoDBClient;
  readonly iam: IAMClient;
  readonly lambda: LambdaClient;
  readonly ses: SESv2Client;
  readonly sts: STSClient;
  /** The account's root key, generated for this machine. @default unknown, because it is the user's */
  readonly accessKey?: RootCredentials;
  /** Whether it identifies the owner of any access key. @default only the root key is known */
  readonly tellsSigners?: boolean;
  /** Control of its Cognito. @default a custom endpoint has none */
  readonly identity?: IdentityService;
  /** Its data that is kept between starts. @default nothing is kept */
  readonly kept?: Kept;
  /** URL of the keys with which a user pool signs tokens. */
  jwksUri(userPoolId: string): string;
}

/**
 * Clients for an endpoint.
 *
 * @param url - such as `http://127.0.0.1:4566`
 */
export function connectEndpoint(
  url: string,
  region: string,
  credentials: RootCredentials,
  accountId = localAccountId,
): AwsEndpoint {
  // A copy, because the SDK adds a note of their source to it.
  const config = { endpoint: url, region, credentials: { ...credentials } };
  const sts = new STSClient(config);
  return {
    ...lazyClients({ ...config, requestHandler: sts.config.requestHandler }),
    url,
    region,
    accountId,
    cloudwatch: new CloudWatchClient(config),
    cognito: new CognitoIdentityProviderClient(config),
    dynamodb: new DynamoDBClient(config),
    iam: new IAMClient(config),
    lambda: new LambdaClient(config),
    ses: new SESv2Client(config),
    sts,
    jwksUri: (userPoolId) => `${url}/${userPoolId}/.well-known/jwks.json`,
  };
}

/** The local AWS endpoint does not start or does not respond. */
export class EndpointError extends Error {
  override readonly name = "EndpointError";
}

/** The variable that names a region's AWS endpoint, such as `AWS_ENDPOINT_URL_US_EAST_1`. */
export const endpointVariable = (region: string): string =>
  `AWS_ENDPOINT_URL_${region.toUpperCase().replaceAll("-", "_")}`;

/**
 * The AWS endpoint that the environment names for a region, with the credentials in
 * `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`.
 *
 * @param env - @default this process's
 * @returns `undefined` if the environment names none
 * @throws EndpointError when the endpoint does not accept sts:GetCallerIdentity
 */
export async function givenEndpoint(
  region: string,
  env = process.env,
): Promise<AwsEndpoint | undefined> {
  const url = env[endpointVariable(region)];
  if (!url) return undefined;
  const credentials = {
    accessKeyId: env["AWS_ACCESS_KEY_ID"] ?? "test",
    secretAccessKey: env["AWS_SECRET_ACCESS_KEY"] ?? "test",
  };
  try {
    const { sts } = connectEndpoint(url, region, credentials);
    const { Account } = await sts.send(new GetCallerIdentityCommand({}));
    return connectEndpoint(url, region, credentials, Account);
  } catch (error) {
    throw new EndpointError(
      `The AWS endpoint ${url} for ${region} does not respond to sts:GetCallerIdentity: ` +
        `${(error as Error).message}. Check the URL and AWS_ACCESS_KEY_ID.`,
    );
  }
}

/**
 * The header that grants access to an endpoint's internal paths, such as `/_ministack/ses/messages`. It
 * holds the secret of this start; a custom endpoint never receives the user's secret.
 */
export const ownAuthorization = ({ accessKey }: AwsEndpoint): { authorization?: string } =>
  accessKey ? { authorization: `Bearer ${accessKey.secretAccessKey}` } : {};
