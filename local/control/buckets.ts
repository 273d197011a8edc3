import {
  deleteObject,
  downloadObject,
  listBuckets,
  listObjects,
  previewObject,
} from "../inspect/data/buckets.ts";
import type { Regions } from "../inspect/regions.ts";
import { ControlError } from "./controlError.ts";
import type { ControlRequest } from "./controlRequest.ts";
import type { Endpoint } from "./endpoint.ts";

/**
 * The buckets of a region's AWS endpoint:
 * - `GET buckets?region=`: `{ buckets }`
 * - `GET buckets/{bucket}/objects?region=&prefix=&limit=&cursor=`: `{ folders, objects, next? }`
 * - `GET buckets/{bucket}/preview?region=&key=`: a text or an image, for a frame
 * - `GET buckets/{bucket}/download?region=&key=`: a file, at most 64 MiB
 * - `DELETE buckets/{bucket}/objects?region=&key=`
 */
export const bucketEndpoints = (regions: Regions): Endpoint[] => [
  {
    method: "GET",
    path: "buckets",
    query: ["region"],
    handle: async (request) => ({ buckets: await listBuckets(regions.of(request).aws) }),
  },
  {
    method: "GET",
    path: "buckets/{bucket}/objects",
    query: ["region", "prefix", "limit", "cursor"],
    handle: (request) =>
      listObjects(regions.of(request).aws, request.param("bucket"), {
        prefix: request.query.get("prefix") ?? "",
        limit: request.integer("limit", { min: 1, max: 1_000, fallback: 100 }),
        cursor: request.query.get("cursor") || undefined,
      }),
  },
  {
    method: "GET",
    path: "buckets/{bucket}/preview",
    query: ["region", "key"],
    handle: (request) =>
      previewObject(regions.of(request).aws, request.param("bucket"), keyOf(request)),
  },
  {
    method: "GET",
    path: "buckets/{bucket}/download",
    query: ["region", "key"],
    handle: (request) =>
      downloadObject(regions.of(request).aws, request.param("bucket"), keyOf(request)),
  },
  {
    method: "DELETE",
    path: "buckets/{bucket}/objects",
    query: ["region", "key"],
    handle: async (request) => {
      const key = keyOf(request);
      await deleteObject(regions.of(request).aws, request.param("bucket"), key);
      return { deleted: key };
    },
  },
];

function keyOf({ query }: ControlRequest): string {
  const key = query.get("key");
  if (key) return key;
  throw new ControlError(400, "The parameter ?key= is required: the object's name.");
}
