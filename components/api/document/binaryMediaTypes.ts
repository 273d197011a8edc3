import { listOf, text } from "../../shared/options.ts";
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
  // S3's own for objects without a type. (Amazon S3 User Guide, "System-defined object metadata")
  "binary/octet-stream",
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

/** Content types of an S3 route's objects. */
export const objectTypes = listOf(
  text(
    /^(?!application\/(x-amz-)?json\b)[\w.+-]+\/[\w.+-]+$/i,
    "types such as image/heic, but not JSON, which has text: true",
  ),
);

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

/** A route, as far as it matters whether it is one to S3. */
interface ObjectRoute {
  readonly key: string;
  readonly integration: {
    readonly kind: string;
    readonly action?: unknown;
    readonly text?: unknown;
    readonly contentTypes?: unknown;
  };
}

/**
 * Warnings about S3 routes that don't say which types their objects have, in an API that lists its binary
 * types. There is no `contentHandling` for both: `CONVERT_TO_BINARY` decodes the text of unlisted types
 * from base64, `CONVERT_TO_TEXT` encodes listed ones, and without it the client's `Accept` decides.
 * (Same page)
 */
export const objectTypeWarnings = (
  routes: readonly ObjectRoute[],
  listed: readonly string[],
): string[] =>
  listed.includes("*/*")
    ? []
    : routes.flatMap(({ key, integration }) => {
        if (integration.kind !== "s3" || integration.text || integration.contentTypes) return [];
        const consequence = { get: "are responded to with 500", put: "are stored as UTF-8 text" };
        const { action } = integration;
        if (action !== "get" && action !== "put") return [];
        return [
          `${key}: S3 objects of types that are not common binary ones, such as ${action === "get" ? "text/plain" : "image/heic"}, ` +
            `${consequence[action]}, because API Gateway treats unlisted types as text in an API with templates or models. ` +
            "Set the route's contentTypes to the objects' other types ([] if there are none), or text: true for JSON and other UTF-8 text.",
        ];
      });
