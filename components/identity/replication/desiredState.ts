import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

type Inputs = pulumi.Unwrap<aws.cognito.UserPoolArgs>;

/** The settings of a pool as CloudFormation names them, as JSON. Source: Template Reference, "AWS::Cognito::UserPool". */
export function poolState(
  inputs: aws.cognito.UserPoolArgs,
  more: Record<string, unknown>,
): pulumi.Output<string> {
  return pulumi.output({ inputs, more }).apply(({ inputs: known, more: added }) => {
    const {
      name,
      schemas,
      passwordPolicy,
      signInPolicy,
      softwareTokenMfaConfiguration: _totp,
      emailMfaConfiguration: mailedCode,
      webAuthnConfiguration: passkeys,
      emailConfiguration,
      userAttributeUpdateSettings: updates,
      ...same
    } = known;
    return JSON.stringify({
      ...(inPascalCase(same) as object),
      UserPoolName: name,
      Schema: inPascalCase(schemas),
      Policies: {
        PasswordPolicy: inPascalCase(passwordPolicy),
        SignInPolicy: inPascalCase(signInPolicy),
      },
      EnabledMfas: factorsOf(known),
      EmailAuthenticationMessage: mailedCode?.message,
      EmailAuthenticationSubject: mailedCode?.subject,
      WebAuthnRelyingPartyID: passkeys?.relyingPartyId,
      WebAuthnUserVerification: passkeys?.userVerification,
      EmailConfiguration: inPascalCase(emailConfiguration),
      UserAttributeUpdateSettings: updates && {
        AttributesRequireVerificationBeforeUpdate:
          updates.attributesRequireVerificationBeforeUpdates,
      },
      ...added,
    });
  });
}

/** A pool that can send text messages offers them as a factor: see `pool/mfa.ts`. */
const factorsOf = (inputs: Inputs): string[] => [
  ...(inputs.softwareTokenMfaConfiguration?.enabled ? ["SOFTWARE_TOKEN_MFA"] : []),
  ...(inputs.smsConfiguration && inputs.mfaConfiguration !== "OFF" ? ["SMS_MFA"] : []),
  ...(inputs.emailMfaConfiguration ? ["EMAIL_OTP"] : []),
];

/** Names that differ by more than a capital. */
const names: Readonly<Record<string, string>> = {
  customSmsSender: "CustomSMSSender",
  fromEmailAddress: "From",
  kmsKeyId: "KMSKeyID",
};

/** CloudFormation begins all names with a capital letter. */
export function inPascalCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inPascalCase);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      names[key] ?? key.replace(/^./, (first) => first.toUpperCase()),
      inPascalCase(each),
    ]),
  );
}
