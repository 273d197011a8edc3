import { createHash } from "node:crypto";
import { secretSignature, signatureKey } from "../../../project/signatures.ts";
import type { Properties } from "../../graph/resource.ts";
import { UnknownFunctionError } from "../errors.ts";
import type { ProviderContext } from "../kind.ts";
import { prefixListId } from "../prefixList.ts";
import { policyDocument } from "./policyDocument.ts";

type Place = Pick<ProviderContext, "accountId" | "region">;

/** A function of the aws package: what AWS responds to a program that looks something up. */
type AwsFunction = (inputs: Properties, place: Place) => Properties;

/**
 * The functions whose response is the same for all accounts, or follows from account and region. What a
 * function would look up among an account's resources, or in AWS's catalogues, is not on this machine.
 */
export const awsFunctions: Readonly<Record<string, AwsFunction>> = {
  "aws:index/getCallerIdentity:getCallerIdentity": (_, { accountId }) => ({
    accountId,
    id: accountId,
    userId: accountId,
    arn: `arn:aws:iam::${accountId}:root`,
  }),
  "aws:index/getRegion:getRegion": (inputs, place) => {
    const region = text(inputs["region"]) ?? text(inputs["name"]) ?? place.region;
    return {
      id: region,
      name: region,
      region,
      endpoint: `ec2.${region}.amazonaws.com`,
      description: region,
    };
  },
  "aws:index/getPartition:getPartition": () => ({
    id: "aws",
    partition: "aws",
    dnsSuffix: "amazonaws.com",
    reverseDnsPrefix: "com.amazonaws",
  }),
  "aws:index/getArn:getArn": ({ arn }) => {
    const [, partition, service, region, account, ...resource] = String(arn).split(":");
    return { id: arn, arn, partition, service, region, account, resource: resource.join(":") };
  },
  "aws:index/getAvailabilityZones:getAvailabilityZones": zones,
  "aws:ecr/getAuthorizationToken:getAuthorizationToken": registryToken,
  "aws:ecr/getCredentials:getCredentials": registryToken,
  "aws:ec2/getPrefixList:getPrefixList": ({ name }, { region }) => ({
    id: prefixListId(region, String(name)),
    name,
    region,
    cidrBlocks: [],
  }),
  // Any name: the values of secrets are in .env.local, which the platform reads.
  "aws:secretsmanager/getSecret:getSecret": ({ name }, { region, accountId }) => {
    const ending = digits(6, accountId, String(name));
    const arn = `arn:aws:secretsmanager:${region}:${accountId}:secret:${String(name)}-${ending}`;
    return { id: arn, arn, name, description: "", kmsKeyId: "", policy: "", tags: {} };
  },
  "aws:iam/getPolicyDocument:getPolicyDocument": policyDocument,
};

/** @throws UnknownFunctionError for other functions */
export function callFunction(token: string, inputs: Properties, place: Place): Properties {
  const respond = awsFunctions[token];
  if (!respond) throw new UnknownFunctionError(token, text(inputs["secretId"]));
  const region = text(inputs["region"]) ?? place.region;
  return { region, ...respond(inputs, { ...place, region }) };
}

/** The zones a, b and c. Some regions have others on AWS. */
function zones({ excludeNames = [] }: Properties, { region }: Place): Properties {
  const kept = ["a", "b", "c"].filter(
    (letter) => !(excludeNames as string[]).includes(`${region}${letter}`),
  );
  return {
    id: region,
    names: kept.map((letter) => `${region}${letter}`),
    zoneIds: kept.map((letter) => `${region}-az${letter.charCodeAt(0) - 96}`),
    groupNames: [region],
  };
}

/** Each call has another token. It opens nothing, because images are neither built nor stored. */
function registryToken({ registryId }: Properties, { accountId, region }: Place): Properties {
  const expiresAt = new Date(Date.now() + 12 * 60 * 60_000).toISOString();
  const password = digits(40, region, expiresAt);
  return {
    id: region,
    userName: "AWS",
    password: secret(password),
    authorizationToken: secret(Buffer.from(`AWS:${password}`).toString("base64")),
    expiresAt,
    proxyEndpoint: `https://${text(registryId) ?? accountId}.dkr.ecr.${region}.amazonaws.com`,
    ...(registryId !== undefined && { registryId }),
  };
}

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

const secret = (value: string) => ({ [signatureKey]: secretSignature, value });

const digits = (length: number, ...parts: string[]): string =>
  createHash("sha256").update(parts.join("\0")).digest("hex").slice(0, length);
