import { GetEmailIdentityCommand } from "@aws-sdk/client-sesv2";
import { publicKeyOf } from "../../aws/keys.ts";
import type { Properties } from "../../graph/resource.ts";
import type { ProviderContext } from "../kind.ts";

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
