import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { IAMClient } from "@aws-sdk/client-iam";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { SESv2Client } from "@aws-sdk/client-sesv2";
import { STSClient } from "@aws-sdk/client-sts";
import { type LazyClients, lazyClients } from "./lazyClients.ts";

/** The account's own key at a local AWS endpoint. */
export interface RootCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The account that the local platform lives in, unless an endpoint of one's own says another. */
export const localAccountId = "123456789012";

/** An AWS endpoint on this machine, with clients that use it in the name of the account. */
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
  /** The account's own key, made up for this machine. @default it is the user's and stays with them */
  readonly accessKey?: RootCredentials;
  /** Whether it tells the region's gateway whose an access key is. @default only the account's own key is known */
  readonly tellsSigners?: boolean;
  /** Where the endpoint publishes the keys that a user pool signs tokens with. */
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
  // A copy: the SDK notes in it where it is from.
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
