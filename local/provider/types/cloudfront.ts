import { createHash } from "node:crypto";
import type { Properties } from "../../graph/resource.ts";
import {
  type CreateRequest,
  digits,
  physicalName,
  required,
  type ResourceKind,
  type ResourceKinds,
  type UpdateRequest,
  uuid,
} from "../kind.ts";

/** The hosted zone of every distribution. Source: AWS General Reference, "Amazon CloudFront endpoints". */
export const cloudfrontZone = "Z2FDTNDATAQYW2";

/** CloudFront's types. The local edge serves distributions with their policies and functions. */
export const cloudfrontKinds: ResourceKinds = {
  "aws:cloudfront/distribution:Distribution": {
    create: (request) => {
      const id = shortId(request);
      return {
        id,
        outputs: {
          ...outputs(request, `distribution/${id}`),
          callerReference: `terraform-${digits(request, 26)}`,
          domainName: `d${digits(request, 13)}.cloudfront.net`,
          hostedZoneId: cloudfrontZone,
          status: "Deployed",
          inProgressValidationBatches: 0,
        },
      };
    },
    isLocal: true,
    update: async (request) => ({ etag: etag(request.inputs) }),
  },
  "aws:cloudfront/cachePolicy:CachePolicy": named("cache-policy", uuid),
  "aws:cloudfront/originRequestPolicy:OriginRequestPolicy": named("origin-request-policy", uuid),
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": named(
    "response-headers-policy",
    uuid,
  ),
  "aws:cloudfront/originAccessControl:OriginAccessControl": named("origin-access-control", shortId),
  "aws:cloudfront/function:Function": {
    autoname: "name",
    create: (request) => {
      const name = physicalName(request);
      return {
        id: name,
        outputs: { ...outputs(request, `function/${name}`), name, ...stages(request) },
      };
    },
    isLocal: true,
    update: async (request) => ({ etag: etag(request.inputs), ...stages(request) }),
  },
};

/** A type with a name of its own and an ARN that contains its id. */
function named(resource: string, idOf: (request: CreateRequest) => string): ResourceKind {
  return {
    autoname: "name",
    create: (request) => {
      const id = idOf(request);
      const name = physicalName(request);
      return { id, outputs: { ...outputs(request, `${resource}/${id}`), name } };
    },
    isLocal: true,
    update: async ({ inputs }: UpdateRequest) => ({ etag: etag(inputs) }),
  };
}

/** Ids of distributions and access controls: `E` and 13 letters or digits. */
function shortId(request: CreateRequest): string {
  return `E${digits(request, 13).toUpperCase()}`;
}

const outputs = ({ inputs, context }: CreateRequest, resource: string): Properties => ({
  arn: `arn:aws:cloudfront::${context.accountId}:${resource}`,
  etag: etag(inputs),
});

/** The version of a resource, which changes with its inputs. */
const etag = (inputs: Properties): string =>
  `E${createHash("sha256").update(JSON.stringify(inputs)).digest("hex").slice(0, 13).toUpperCase()}`;

/** A function runs in a distribution only if it is published. */
function stages(request: CreateRequest): Properties {
  required(request, "code");
  return request.inputs["publish"] === false
    ? { status: "UNPUBLISHED" }
    : { status: "UNASSOCIATED", liveStageEtag: etag(request.inputs) };
}
