import type { FoundObjects, ListedBucket, StoredObject } from "../../apiTypes/data.ts";
import type { AwsEndpoint } from "../../aws/endpoint.ts";
import { ControlError } from "../../control/index.ts";
import { RawResponse } from "../../control/rawResponse.ts";
import { fromAws } from "../awsErrors.ts";

/** Bytes of a text's beginning in a preview. */
const maxTextBytes = 1_048_576;

/** Bytes of an object that is downloaded, or shown as an image. */
const maxBytes = 64 * 1_048_576;

/** Images that browsers show and that hold no scripts. */
const images: Readonly<Record<string, string>> = {
  avif: "image/avif",
  gif: "image/gif",
  ico: "image/x-icon",
  jpeg: "image/jpeg",
  jpg: "image/jpeg",
  png: "image/png",
  webp: "image/webp",
};

const textEndings = new Set(
  "txt text md csv tsv json ndjson jsonl yaml yml xml svg html htm css js mjs cjs ts tsx jsx log ini toml sql vtl sh py env".split(
    " ",
  ),
);

/** The buckets of a region, also those that no stack declares. */
export async function listBuckets(aws: AwsEndpoint): Promise<ListedBucket[]> {
  const { Buckets = [] } = await fromAws((await aws.s3()).listBuckets({}));
  return Buckets.map(({ Name = "", CreationDate }) => ({
    name: Name,
    ...(CreationDate && { created: CreationDate.toISOString() }),
  }));
}

interface ObjectsQuery {
  /** Such as `images/`; names between it and the next `/` are folders. */
  readonly prefix: string;
  readonly limit: number;
  /** `next` of an earlier page. */
  readonly cursor: string | undefined;
}

/** A page of a bucket's objects and folders. @throws ControlError 404 */
export async function listObjects(
  aws: AwsEndpoint,
  bucket: string,
  query: ObjectsQuery,
): Promise<FoundObjects> {
  const s3 = await aws.s3();
  const {
    Contents = [],
    CommonPrefixes = [],
    NextContinuationToken,
  } = await fromAws(
    s3.listObjectsV2({
      Bucket: bucket,
      Prefix: query.prefix,
      Delimiter: "/",
      MaxKeys: query.limit,
      ...(query.cursor !== undefined && { ContinuationToken: query.cursor }),
    }),
  );
  return {
    folders: CommonPrefixes.flatMap(({ Prefix }) => Prefix ?? []),
    objects: Contents.map(({ Key = "", Size = 0, LastModified, ETag }) => ({
      ...{ key: Key, bytes: Size, shownAs: shownAs(Key) },
      ...(LastModified && { changed: LastModified.toISOString() }),
      ...(ETag !== undefined && { etag: ETag }),
    })),
    ...(NextContinuationToken !== undefined && { next: NextContinuationToken }),
  };
}

const endingOf = (key: string): string => /\.([a-z\d]+)$/i.exec(key)?.[1]?.toLowerCase() ?? "";

/** How an object can be shown, by its name: what its uploader says of its type is not trusted. */
function shownAs(key: string): StoredObject["shownAs"] {
  const ending = endingOf(key);
  if (images[ending] !== undefined) return "image";
  return textEndings.has(ending) || ending === "" ? "text" : null;
}

/**
 * An object for a frame or an image: as plain text or an image, whatever it says it is. Of texts, only the first
 * MiB is read.
 *
 * @throws ControlError 404, 413 for a large image, 415 for what can't be shown
 */
export async function previewObject(
  aws: AwsEndpoint,
  bucket: string,
  key: string,
): Promise<RawResponse> {
  const way = shownAs(key);
  if (way === null) {
    throw new ControlError(
      415,
      `"${key}" is no text and no image that is shown here. Download it.`,
    );
  }
  if (way === "image") {
    return new RawResponse(await read(aws, bucket, key), { type: images[endingOf(key)]! });
  }
  const s3 = await aws.s3();
  // A range of an empty object can't be satisfied.
  const { ContentLength = 0 } = await fromAws(s3.headObject({ Bucket: bucket, Key: key }));
  const Range = `bytes=0-${Math.min(ContentLength, maxTextBytes) - 1}`;
  const input = { Bucket: bucket, Key: key, ...(ContentLength > 0 && { Range }) };
  const { Body } = await fromAws(s3.getObject(input));
  const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
  return new RawResponse(Buffer.from(bytes), { type: "text/plain; charset=utf-8" });
}

/** An object as a file to save. @throws ControlError 404, 413 */
export async function downloadObject(
  aws: AwsEndpoint,
  bucket: string,
  key: string,
): Promise<RawResponse> {
  const name = key.slice(key.lastIndexOf("/") + 1) || "object";
  const content = await read(aws, bucket, key);
  return new RawResponse(content, { type: "application/octet-stream", download: name });
}

async function read(aws: AwsEndpoint, bucket: string, key: string): Promise<Buffer> {
  const s3 = await aws.s3();
  const { ContentLength = 0 } = await fromAws(s3.headObject({ Bucket: bucket, Key: key }));
  if (ContentLength > maxBytes) {
    throw new ControlError(
      413,
      `"${key}" has ${ContentLength} bytes; at most ${maxBytes} are sent. Use: aws s3 cp s3://${bucket}/${key} .`,
    );
  }
  const { Body } = await fromAws(s3.getObject({ Bucket: bucket, Key: key }));
  return Buffer.from((await Body?.transformToByteArray()) ?? new Uint8Array());
}

/** @throws ControlError 404 */
export async function deleteObject(aws: AwsEndpoint, bucket: string, key: string): Promise<void> {
  const s3 = await aws.s3();
  await fromAws(s3.headObject({ Bucket: bucket, Key: key }));
  await fromAws(s3.deleteObject({ Bucket: bucket, Key: key }));
}
