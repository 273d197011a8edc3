import { GetEmailIdentityCommand } from "@aws-sdk/client-sesv2";
import { callJson } from "../../aws/jsonCall.ts";
import { publicKeyOf } from "../../aws/keys.ts";
import type { Properties } from "../../graph/resource.ts";
import { UnknownFunctionError } from "../errors.ts";
import type { ProviderContext } from "../kind.ts";

const secretVersion = "aws:secretsmanager/getSecretVersion:getSecretVersion";

/** The functions of the aws package that the AWS endpoint answers. */
export const awsLookups: Readonly<
  Record<string, (inputs: Properties, context: ProviderContext) => Promise<Properties>>
> = {
  "aws:kms/getPublicKey:getPublicKey": async ({ keyId }, { aws, region }) => {
    const publicKey = await publicKeyOf(aws, String(keyId));
    const pem = publicKey.export({ type: "spki", format: "pem" }).toString();
    const der = publicKey.export({ type: "spki", format: "der" }).toString("base64");
    return { id: keyId, arn: keyId, keyId, region, publicKey: der, publicKeyPem: pem };
  },
  // Programs store values there themselves: the platform's own secrets are in .env.local.
  [secretVersion]: async ({ secretId, versionStage = "AWSCURRENT" }, { aws, region }) => {
    const service = { name: "secretsmanager", prefix: "secretsmanager" };
    const input = { SecretId: secretId, VersionStage: versionStage };
    const found = (await callJson(aws, service, "GetSecretValue", input).catch((error: Error) => {
      if (!error.message.includes("ResourceNotFoundException")) throw error;
      throw new UnknownFunctionError(secretVersion, String(secretId));
    })) as Record<string, unknown>;
    return {
      ...{ id: `${String(secretId)}|${String(versionStage)}`, secretId, region, versionStage },
      arn: found["ARN"],
      versionId: found["VersionId"],
      versionStages: found["VersionStages"],
      createdDate: String(found["CreatedDate"]),
      secretString: found["SecretString"] ?? "",
      secretBinary: found["SecretBinary"] ?? "",
    };
  },
  "aws:sesv2/getEmailIdentity:getEmailIdentity": async ({ emailIdentity }, context) => {
    const { aws, region, accountId } = context;
    const found = await aws.ses.send(
      new GetEmailIdentityCommand({ EmailIdentity: String(emailIdentity) }),
    );
    return {
      id: emailIdentity,
      arn: `arn:aws:ses:${region}:${accountId}:identity/${String(emailIdentity)}`,
      ...{ emailIdentity, region, tags: {}, dkimSigningAttributes: [] },
      configurationSetName: found.ConfigurationSetName ?? "",
      identityType: found.IdentityType,
      verificationStatus: found.VerificationStatus,
      verifiedForSendingStatus: found.VerifiedForSendingStatus,
    };
  },
};
