import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { siteBucket } from "./bucket.ts";
import { isPage } from "./cacheControl.ts";
import type { Site } from "./readSite.ts";
import type { SiteRelease } from "./release.ts";

export interface SiteArgs {
  readonly site: Site;
  readonly release: SiteRelease;
  /** Code of the function for viewers' requests. */
  readonly viewerFunction: string;
  readonly production: boolean;
}

/** The resources of a site that a distribution needs. */
export interface SiteOrigin {
  readonly bucket: aws.s3.Bucket;
  readonly accessControl: aws.cloudfront.OriginAccessControl;
  readonly cachePolicy: aws.cloudfront.CachePolicy;
  readonly viewerFunction: aws.cloudfront.Function;
  /** The site's pages, which are uploaded after all other files. */
  readonly pages: readonly pulumi.Resource[];
}

/** Keeps files as long as they say: pages are asked for each time, and immutable files for a year. */
const ttl = { minTtl: 0, defaultTtl: 0, maxTtl: 31_536_000 };

/** A site's bucket with its files, and what a distribution needs to serve them. */
export function createSite(
  name: string,
  { site, release, viewerFunction, production }: SiteArgs,
  opts: pulumi.CustomResourceOptions,
): SiteOrigin {
  const bucket = siteBucket(name, release, production, opts);
  return {
    bucket,
    accessControl: new aws.cloudfront.OriginAccessControl(
      name,
      {
        originAccessControlOriginType: "s3",
        signingBehavior: "always",
        signingProtocol: "sigv4",
      },
      opts,
    ),
    cachePolicy: new aws.cloudfront.CachePolicy(
      name,
      {
        ...ttl,
        parametersInCacheKeyAndForwardedToOrigin: {
          enableAcceptEncodingBrotli: true,
          enableAcceptEncodingGzip: true,
          headersConfig: { headerBehavior: "none" },
          cookiesConfig: { cookieBehavior: "none" },
          queryStringsConfig: { queryStringBehavior: "none" },
        },
      },
      opts,
    ),
    viewerFunction: new aws.cloudfront.Function(
      name,
      { runtime: "cloudfront-js-2.0", code: viewerFunction },
      opts,
    ),
    pages: uploadFiles(name, site, bucket, opts),
  };
}

/**
 * Uploads a site's files, several at once, as the engine does. Pages come last, so a page never names a
 * file that is not there yet. Files that are no longer part of the site stay for the pages that clients
 * have open; a lifecycle rule deletes them later.
 */
function uploadFiles(
  name: string,
  { files }: Site,
  bucket: aws.s3.Bucket,
  opts: pulumi.CustomResourceOptions,
): aws.s3.BucketObjectv2[] {
  const upload = ({ path, source, contentType, cacheControl }: Site["files"][number], more = {}) =>
    new aws.s3.BucketObjectv2(
      `${name}/${path}`,
      {
        bucket: bucket.id,
        key: path,
        source: new pulumi.asset.FileAsset(source),
        contentType,
        cacheControl,
      },
      pulumi.mergeOptions(opts, more),
    );
  const others = files.filter(({ path }) => !isPage(path));
  const dependsOn = others.map((file) => upload(file, { retainOnDelete: true }));
  return files.filter(({ path }) => isPage(path)).map((file) => upload(file, { dependsOn }));
}
