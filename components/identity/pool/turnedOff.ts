import type * as aws from "@pulumi/aws";
import updates from "../../../project/userPools/updates.json" with { type: "json" };

/**
 * What options turn off by being left out. Cognito keeps these settings of a deployed pool if an update does not have
 * them, so without an option its value must be there: Cognito's default, which changes nothing for other pools.
 */
export function turnedOff(): aws.cognito.UserPoolArgs {
  const { EmailConfiguration: mail, "Policies.SignInPolicy": signIn } = updates.members;
  return {
    emailConfiguration: { emailSendingAccount: mail.value.EmailSendingAccount },
    signInPolicy: { allowedFirstAuthFactors: signIn.value.AllowedFirstAuthFactors },
  };
}
