import type { RequestGuard } from "../guards/request.ts";
import type { OperationParts } from "./types.ts";

/** Common types of uploads and downloads. Source: IANA, "Media Types". */
export const commonBinaryTypes: string[] = [
  "application/cbor",
  "application/gzip",
  "application/msgpack",
  "application/octet-stream",
  "application/pdf",
  "application/protobuf",
  "application/zip",
  "audio/mpeg",
  "audio/ogg",
  "audio/wav",
  "font/woff",
  "font/woff2",
  "image/avif",
  "image/gif",
  "image/jpeg",
  "image/png",
  "image/webp",
  "multipart/form-data",
  "video/mp4",
  "video/webm",
];

/**
 * Types of bodies that API Gateway treats as binary: all of them while bodies only pass through, so
 * that the client's `Accept` header has no effect. Templates and models read text, so APIs with one
 * list the binary types.
 *
 * Source: API Gateway Developer Guide, "Content type conversions in API Gateway".
 */
export const binaryMediaTypes = (
  routes: readonly (RequestGuard & { readonly parts: OperationParts })[],
): string[] => {
  if (!routes.some(({ parts, validate }) => parts.readsBody || validate?.body)) return ["*/*"];
  const further = routes.flatMap(({ parts }) => parts.binaryTypes ?? []);
  return [...new Set([...commonBinaryTypes, ...further])];
};
