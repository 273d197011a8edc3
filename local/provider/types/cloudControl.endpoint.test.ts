import { GetUserPoolMfaConfigCommand } from "@aws-sdk/client-cognito-identity-provider";
import assert from "node:assert/strict";
import { useCloud } from "../testing/cloud.ts";

describe("a user pool by Cloud Control", function () {
  this.timeout(60_000);
  const cloud = useCloud();

  it("gets MFA and passkeys, and loses MFA again", async () => {
    const inputs = (state: object) => ({
      typeName: "AWS::Cognito::UserPool",
      desiredState: JSON.stringify({
        UserPoolName: "users",
        EmailConfiguration: {
          EmailSendingAccount: "DEVELOPER",
          SourceArn: cloud.arn("ses", "identity/a@example.com"),
        },
        ...state,
      }),
    });
    const SmsConfiguration = { SnsCallerArn: "arn:aws:iam::123456789012:role/sms" };
    const pool = await cloud.create(
      "aws:cloudcontrol/resource:Resource",
      "users",
      inputs({
        MfaConfiguration: "OPTIONAL",
        EnabledMfas: ["SOFTWARE_TOKEN_MFA", "SMS_MFA", "EMAIL_OTP"],
        EmailAuthenticationMessage: "Your code: {####}",
        SmsConfiguration,
        WebAuthnRelyingPartyID: "auth.example.com",
        WebAuthnUserVerification: "required",
      }),
    );
    const config = async () => {
      const { $metadata: _, ...found } = await cloud.aws.cognito.send(
        new GetUserPoolMfaConfigCommand({ UserPoolId: pool.id }),
      );
      return found;
    };
    const WebAuthnConfiguration = { RelyingPartyId: "localhost", UserVerification: "required" };

    assert.deepEqual(await config(), {
      MfaConfiguration: "OPTIONAL",
      SoftwareTokenMfaConfiguration: { Enabled: true },
      SmsMfaConfiguration: { SmsConfiguration },
      EmailMfaConfiguration: { Message: "Your code: {####}" },
      WebAuthnConfiguration,
    });
    await pool.update(inputs({ MfaConfiguration: "OFF" }));
    assert.deepEqual(await config(), { MfaConfiguration: "OFF", WebAuthnConfiguration });
  });
});
