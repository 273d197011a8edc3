import { createHash } from "node:crypto";
import type { ObjectIdentifier, PutObjectCommandInput } from "@aws-sdk/client-s3";
import { readAsset } from "../../graph/archive.ts";
import type { Properties } from "../../graph/resource.ts";
import { type CreateRequest, required, type ResourceKind, type ResourceKinds } from "../kind.ts";

/** An object of a bucket, which exists at the AWS endpoint. */
const object: ResourceKind = {
  create: async (request) => {
    const key = keyOf(request);
    return {
      id: key,
      outputs: {
        ...(await put(request)),
        key,
        arn: `arn:aws:s3:::${required(request, "bucket")}/${key}`,
      },
    };
  },
  update: put,
  // Versions go too, or else the bucket could not be deleted.
  delete: async ({ id, outputs, context }) => {
    const Bucket = String(outputs["bucket"]);
    const s3 = await context.aws.s3();
    const { Versions = [], DeleteMarkers = [] } = await s3.listObjectVersions({
      Bucket,
      Prefix: id,
    });
    const Objects = [...Versions, ...DeleteMarkers]
      .filter(({ Key }) => Key === id)
      .map(({ Key, VersionId }): ObjectIdentifier => ({ Key, VersionId }));
    if (Objects.length > 0) await s3.deleteObjects({ Bucket, Delete: { Objects, Quiet: true } });
  },
};

export const objectKinds: ResourceKinds = {
  "aws:s3/bucketObject:BucketObject": object,
  "aws:s3/bucketObjectv2:BucketObjectv2": object,
};

/** Without a key, the provider uses the resource's name as it is. */
const keyOf = ({ name, inputs }: Pick<CreateRequest, "name" | "inputs">): string =>
  String(inputs["key"] ?? name);

/** Inputs with the same name in S3's request, apart from the capital letter. */
const headers = [
  "cacheControl",
  "contentDisposition",
  "contentEncoding",
  "contentLanguage",
  "contentType",
  "metadata",
] as const;

/** Uploads the object. @returns outputs that depend on its content */
async function put(request: CreateRequest): Promise<Properties> {
  const { inputs, context } = request;
  const body = await contentOf(inputs);
  const s3 = await context.aws.s3();
  const given = headers.filter((name) => inputs[name] !== undefined);
  const { VersionId } = await s3.putObject({
    Bucket: required(request, "bucket"),
    Key: keyOf(request),
    Body: body,
    ...(Object.fromEntries(
      given.map((name) => [name.charAt(0).toUpperCase() + name.slice(1), inputs[name]]),
    ) as Partial<PutObjectCommandInput>),
  });
  return {
    etag: createHash("md5").update(body).digest("hex"),
    versionId: VersionId ?? "",
  };
}

/** The provider accepts a file, a text or Base64. */
async function contentOf({ source, content, contentBase64 }: Properties): Promise<Uint8Array> {
  if (source !== undefined) return readAsset(source);
  return contentBase64 === undefined
    ? Buffer.from(String(content ?? ""))
    : Buffer.from(String(contentBase64), "base64");
}
