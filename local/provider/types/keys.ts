import { createSigningKey, deleteSigningKey } from "../../aws/keys.ts";
import { arn, type CreateRequest, digits, required, type ResourceKinds, uuid } from "../kind.ts";

/** Keys of KMS. Those for signatures sign, at the AWS endpoint; the others encrypt nothing on one machine. */
export const keyKinds: ResourceKinds = {
  "aws:kms/key:Key": {
    create: async (request) => {
      const { multiRegion, keyUsage, customerMasterKeySpec } = request.inputs;
      if (keyUsage === "SIGN_VERIFY") {
        const spec = typeof customerMasterKeySpec === "string" ? customerMasterKeySpec : "RSA_2048";
        const { keyId, arn: keyArn } = await createSigningKey(request.context.aws, spec);
        return { id: keyId, outputs: { keyId, arn: keyArn } };
      }
      const keyId = multiRegion === true ? `mrk-${digits(request, 32)}` : uuid(request);
      return { id: keyId, outputs: { keyId, arn: arn(request, "kms", `key/${keyId}`) } };
    },
    delete: async ({ id, outputs, context }) =>
      outputs["keyUsage"] === "SIGN_VERIFY" ? deleteSigningKey(context.aws, id) : undefined,
  },
  // A replica has the id of its primary key. Source: KMS Developer Guide, "Multi-Region keys".
  "aws:kms/replicaKey:ReplicaKey": {
    create: (request) => {
      const keyId = keyIdIn(required(request, "primaryKeyArn"));
      return {
        id: keyId,
        outputs: {
          keyId,
          arn: arn(request, "kms", `key/${keyId}`),
          keyRotationEnabled: false,
          keySpec: "SYMMETRIC_DEFAULT",
          keyUsage: "ENCRYPT_DECRYPT",
        },
      };
    },
  },
  "aws:kms/alias:Alias": {
    create: (request) => {
      const name = required(request, "name");
      return {
        id: name,
        outputs: { arn: arn(request, "kms", name), targetKeyArn: targetOf(request) },
      };
    },
    isLocal: true,
    update: async (request) => ({ targetKeyArn: targetOf(request) }),
  },
};

/** @param key - ARN or id of a key */
const keyIdIn = (key: string): string => key.slice(key.lastIndexOf("/") + 1);

const targetOf = (request: CreateRequest): string =>
  arn(request, "kms", `key/${keyIdIn(required(request, "targetKeyId"))}`);
