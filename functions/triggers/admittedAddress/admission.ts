import { awsClient, dynamoDb } from "../../shared/awsClient.ts";
import type { Environment } from "../../shared/environment.ts";
import { checkEmailDomain, EmailDomainError } from "./emailDomain.ts";
import { type Invitations, invitationTable } from "./invitationTable.ts";

/** Decides by email address who may sign up and sign in. */
interface Admission {
  /** @throws EmailDomainError when the address is missing or of a domain that is not allowed */
  checkSignUp(email: string | undefined): void;
  /** Admits a user with any address, until the address changes. */
  invite(email: string | undefined): Promise<void>;
  /** @throws EmailDomainError when the address is missing, or neither in an allowed domain nor invited */
  checkSignIn(email: string | undefined): Promise<void>;
}

/** @param invitations - required only if domains are limited */
export function createAdmission(
  allowedDomains: readonly string[],
  invitations: Invitations | undefined,
): Admission {
  const refusal = (email: string | undefined): EmailDomainError | undefined => {
    try {
      checkEmailDomain(email, allowedDomains, "sign in");
      return undefined;
    } catch (error) {
      if (error instanceof EmailDomainError) return error;
      throw error;
    }
  };

  return {
    checkSignUp: (email) => checkEmailDomain(email, allowedDomains, "sign up"),
    invite: async (email) => {
      if (email && refusal(email)) await invitations!.add(email);
    },
    checkSignIn: async (email) => {
      const error = refusal(email);
      if (error && !(email && (await invitations!.has(email)))) throw error;
    },
  };
}

/**
 * Reads `ALLOWED_EMAIL_DOMAINS` and, if it names any, `INVITATIONS_TABLE`.
 *
 * @throws EnvironmentError when there are domains but no table
 */
export function admissionOf(environment: Environment): Admission {
  const domains = environment.list("ALLOWED_EMAIL_DOMAINS");
  const invitations =
    domains.length > 0
      ? invitationTable(awsClient(dynamoDb), environment.string("INVITATIONS_TABLE"))
      : undefined;
  return createAdmission(domains, invitations);
}
