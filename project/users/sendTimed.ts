import type {
  AdminUserGlobalSignOutCommand,
  CognitoIdentityProviderClient,
} from "@aws-sdk/client-cognito-identity-provider";

/**
 * Sends a command.
 *
 * @returns the response's `Date` in milliseconds since 1970: AWS's clock, because this machine's may be wrong
 */
export async function sendTimed(
  cognito: CognitoIdentityProviderClient,
  command: AdminUserGlobalSignOutCommand,
): Promise<number> {
  let date: string | undefined;
  command.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      ({ date } = (result.response as { headers: Record<string, string> }).headers);
      return result;
    },
    { step: "deserialize", name: "readDate" },
  );
  await cognito.send(command);
  const time = Date.parse(date ?? "");
  return Number.isNaN(time) ? Date.now() : time;
}
