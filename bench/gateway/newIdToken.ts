import type { AwsEndpoint } from "../../local/aws/endpoint.ts";
import { App, createUser } from "../../tests/support/users.ts";

const email = "bench@example.com";

/** A new user's ID token. */
export async function newIdToken(
  { cognito, url }: AwsEndpoint,
  region: string,
  { userPoolId, clientId }: { userPoolId: string; clientId: string },
): Promise<string> {
  await createUser(cognito, userPoolId, email);
  return (await new App(url, region, clientId).signIn(email)).IdToken!;
}
