import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { type AwsEndpoint, connectEndpoint } from "./endpoint.ts";
import { EndpointError } from "./endpointError.ts";

/** The variable that names a region's AWS endpoint, such as `AWS_ENDPOINT_URL_US_EAST_1`. */
export const endpointVariable = (region: string): string =>
  `AWS_ENDPOINT_URL_${region.toUpperCase().replaceAll("-", "_")}`;

/**
 * The AWS endpoint that the environment names for a region, in the name of the account whose
 * credentials stand in `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`.
 *
 * @returns `undefined` where the environment names none
 * @throws EndpointError when it does not tell whose credentials these are
 */
export async function givenEndpoint(region: string): Promise<AwsEndpoint | undefined> {
  const url = process.env[endpointVariable(region)];
  if (!url) return undefined;
  const credentials = {
    accessKeyId: process.env["AWS_ACCESS_KEY_ID"] ?? "test",
    secretAccessKey: process.env["AWS_SECRET_ACCESS_KEY"] ?? "test",
  };
  try {
    const { sts } = connectEndpoint(url, region, credentials);
    const { Account } = await sts.send(new GetCallerIdentityCommand({}));
    return connectEndpoint(url, region, credentials, Account);
  } catch (error) {
    throw new EndpointError(
      `The AWS endpoint ${url} for ${region} does not tell whose credentials it is given ` +
        `(sts:GetCallerIdentity): ${(error as Error).message}`,
    );
  }
}
