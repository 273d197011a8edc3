import type { OperationParts } from "../integrations/integration.ts";
import type { Route } from "../route/route.ts";

/** What people upload and download as bytes. Source: IANA, "Media Types". */
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
 * Which bodies API Gateway takes for bytes. All of them while everything is passed on as it is: then
 * what the client says it accepts changes nothing. Templates read texts only, so that an API with a
 * template or a model lists the types that are none.
 *
 * Source: API Gateway Developer Guide, "Content type conversions in API Gateway".
 */
export const binaryMediaTypes = (
  routes: readonly (Pick<Route, "validate"> & { readonly parts: OperationParts })[],
): string[] => {
  if (!routes.some(({ parts, validate }) => parts.readsBody || validate?.body)) return ["*/*"];
  const further = routes.flatMap(({ parts }) => parts.binaryTypes ?? []);
  return [...new Set([...commonBinaryTypes, ...further])];
};
