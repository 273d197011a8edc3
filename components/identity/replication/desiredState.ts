import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** The settings of a pool as CloudFormation names them, as JSON. */
export function poolState(
  inputs: aws.cognito.UserPoolArgs,
  more: Record<string, unknown>,
): pulumi.Output<string> {
  return pulumi.output({ inputs, more }).apply(({ inputs: known, more: added }) => {
    const {
      name,
      schemas,
      passwordPolicy,
      softwareTokenMfaConfiguration: totp,
      emailConfiguration,
      userAttributeUpdateSettings: updates,
      ...same
    } = known;
    return JSON.stringify({
      ...(inPascalCase(same) as object),
      UserPoolName: name,
      Schema: inPascalCase(schemas),
      Policies: { PasswordPolicy: inPascalCase(passwordPolicy) },
      EnabledMfas: totp?.enabled ? ["SOFTWARE_TOKEN_MFA"] : [],
      EmailConfiguration: emailConfiguration && emailState(emailConfiguration),
      UserAttributeUpdateSettings: updates && {
        AttributesRequireVerificationBeforeUpdate:
          updates.attributesRequireVerificationBeforeUpdates,
      },
      ...added,
    });
  });
}

export const emailState = (
  email: pulumi.Unwrap<aws.types.input.cognito.UserPoolEmailConfiguration>,
) => ({
  EmailSendingAccount: email.emailSendingAccount,
  SourceArn: email.sourceArn,
  From: email.fromEmailAddress,
});

/** CloudFormation begins all names with a capital letter. */
export function inPascalCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inPascalCase);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key.replace(/^./, (first) => first.toUpperCase()),
      inPascalCase(each),
    ]),
  );
}
