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
};
