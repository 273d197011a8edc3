import type { Readable } from "node:stream";
import type { GetObjectCommandOutput, HeadObjectCommandOutput, S3 } from "@aws-sdk/client-s3";
import type { BucketOrigin } from "../model.ts";
import type { ViewerRequest } from "../viewer/viewerRequest.ts";
import type { FetchOrigin, OriginResponse } from "./origin.ts";

/**
 * Reads objects from buckets as CloudFront does with an origin access control: those that the bucket's policy opens to
 * the distribution. (CloudFront Developer Guide, "Restrict access to an Amazon S3 origin")
 *
 * @param s3Of - the S3 client of a region
 */
export function bucketOriginFetcher(
  s3Of: (region: string) => Promise<S3>,
): FetchOrigin<BucketOrigin> {
  return async (origin, { viewer, stale }) => {
    const { bucket, region, access } = origin;
    if (viewer.method !== "GET" && viewer.method !== "HEAD") {
      return s3Error(405, "MethodNotAllowed", "The specified method is not allowed.", region);
    }
    const key = keyOf(`${origin.path}${viewer.path}`);
    if (key === undefined)
      return s3Error(400, "InvalidURI", "Couldn't parse the specified URI.", region);
    if (!access.readable(key)) return denied(region);
    // To S3, these are names like any other; the endpoint could take them for folders.
    if (/(?:^|\/)\.\.?(?:\/|$)/.test(key)) return missing(access.mayList, region);
    const s3 = await s3Of(region);
    try {
      return await read(
        s3,
        viewer,
        {
          Bucket: bucket,
          Key: key,
          ...(stale ? conditions(stale.etag, stale.lastModified) : viewersConditions(viewer)),
        },
        region,
      );
    } catch (error) {
      return fromError(error, access.mayList, region);
    }
  };
}

/** @returns undefined for a path that is not valid */
function keyOf(path: string): string | undefined {
  try {
    return decodeURIComponent(path.slice(1));
  } catch {
    return undefined;
  }
}

interface ObjectRequest {
  readonly Bucket: string;
  readonly Key: string;
  readonly IfNoneMatch?: string;
  readonly IfModifiedSince?: Date;
  readonly Range?: string;
}

function viewersConditions({ headers }: ViewerRequest) {
  const { "if-none-match": etag, "if-modified-since": since, range, "if-range": ifRange } = headers;
  return {
    ...conditions(etag, since),
    ...(range !== undefined && ifRange === undefined && { Range: range }),
  };
}

function conditions(etag: string | undefined, since: string | undefined) {
  const date = new Date(since ?? "");
  return {
    ...(etag !== undefined && { IfNoneMatch: etag }),
    ...(etag === undefined && !Number.isNaN(date.getTime()) && { IfModifiedSince: date }),
  };
}

async function read(
  s3: S3,
  { method }: ViewerRequest,
  request: ObjectRequest,
  region: string,
): Promise<OriginResponse> {
  const isHead = method === "HEAD";
  const object: GetObjectCommandOutput | HeadObjectCommandOutput = isHead
    ? await s3.headObject(request)
    : await s3.getObject(request);
  return {
    status: object.$metadata.httpStatusCode ?? 200,
    headers: headersOf(object),
    // In Node.js, the body is a stream.
    body: "Body" in object ? (object.Body as Readable) : Buffer.alloc(0),
    region,
    isGenerated: false,
  };
}

function headersOf(object: GetObjectCommandOutput | HeadObjectCommandOutput): string[] {
  const values: Record<string, string | number | undefined> = {
    "Content-Type": object.ContentType,
    "Content-Length": object.ContentLength,
    "Content-Range": object.ContentRange,
    "Cache-Control": object.CacheControl,
    "Content-Disposition": object.ContentDisposition,
    "Content-Encoding": object.ContentEncoding || undefined,
    "Content-Language": object.ContentLanguage,
    "Accept-Ranges": "bytes",
    ETag: object.ETag,
    "Last-Modified": object.LastModified?.toUTCString(),
    Expires: object.ExpiresString,
    Server: "AmazonS3",
  };
  const metadata = Object.entries(object.Metadata ?? {}).map(
    ([name, value]) => [`x-amz-meta-${name}`, value] as const,
  );
  return [...Object.entries(values), ...metadata].flatMap(([name, value]) =>
    value === undefined ? [] : [name, String(value)],
  );
}

function fromError(error: unknown, mayList: boolean, region: string): OriginResponse {
  const { name, $metadata } = error as {
    name?: string;
    $metadata?: { httpStatusCode?: number };
  };
  const status = $metadata?.httpStatusCode;
  if (status === 304) {
    return { status, headers: [], body: Buffer.alloc(0), region, isGenerated: false };
  }
  if (status === 404) return missing(mayList, region);
  if (status === 416) {
    return s3Error(416, "InvalidRange", "The requested range is not satisfiable", region);
  }
  if (status === undefined) throw error;
  return s3Error(status, name ?? "InternalError", "The object can't be read.", region);
}

/** Without the permission to list the bucket, S3 does not tell that an object is missing. */
const missing = (mayList: boolean, region: string) =>
  mayList ? s3Error(404, "NoSuchKey", "The specified key does not exist.", region) : denied(region);

const denied = (region: string) => s3Error(403, "AccessDenied", "Access Denied", region);

function s3Error(status: number, code: string, message: string, region: string): OriginResponse {
  const body = Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`,
  );
  const headers = ["Content-Type", "application/xml", "Server", "AmazonS3"];
  return {
    status,
    headers: [...headers, "Content-Length", String(body.length)],
    body,
    region,
    isGenerated: false,
  };
}
