import type { AwsEndpoint } from "./endpoint.ts";

/**
 * The header that opens an endpoint's own paths, such as `/_ministack/ses/messages`: the secret of
 * this start. An endpoint of the user's own is not sent the secret of theirs.
 */
export const ownAuthorization = ({ accessKey }: AwsEndpoint): { authorization?: string } =>
  accessKey ? { authorization: `Bearer ${accessKey.secretAccessKey}` } : {};
