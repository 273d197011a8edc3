import type { PreSignUpTriggerEvent } from "aws-lambda";
import type { Environment } from "../../shared/environment.ts";
import { asciiLowerCase, EmailDomainError } from "../admittedAddress/emailDomain.ts";
import { externalIdentity } from "./linking.ts";

type SignUp = Pick<PreSignUpTriggerEvent, "userName" | "request">;

/**
 * Refuses a user whose provider does not call the address verified: anybody may have entered it. Cognito says "false" of
 * all addresses of a provider that does not map `email_verified`, so only the others count. Reads `VERIFYING_PROVIDERS`
 * and `IDENTITY_PROVIDERS`.
 *
 * Source: Cognito Developer Guide, "Mapping IdP attributes to profiles and tokens".
 */
export function providersWordOf(environment: Environment): (event: SignUp) => void {
  const verifying = environment.list("VERIFYING_PROVIDERS");
  const all = environment.list("IDENTITY_PROVIDERS");
  return ({ userName, request }) => {
    const provider = externalIdentity(userName, all)?.provider;
    if (provider === undefined || !verifying.includes(provider)) return;
    if (asciiLowerCase(request.userAttributes["email_verified"] ?? "") === "true") return;
    throw new EmailDomainError("Please confirm your email address at the provider first.");
  };
}
