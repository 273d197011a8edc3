import { archiveSignature, signatureKey } from "../../project/signatures.ts";
import type { ExportedResource } from "./exportedStack.ts";
import type { Properties } from "./resource.ts";

const functionType = "aws:lambda/function:Function";

/** Gives functions whose code is an object of S3 the archive that the object was uploaded from, if an export has it. */
export function withStoredCode(
  resource: ExportedResource,
  all: readonly ExportedResource[],
): ExportedResource {
  const { type, inputs } = resource;
  const { s3Bucket, s3Key } = inputs;
  if (type !== functionType || inputs["code"] != null || s3Bucket == null) return resource;
  const object = all.find(
    ({ type: kind, outputs }) =>
      /^aws:s3\/bucketObject(v2)?:/.test(kind) &&
      outputs["bucket"] === s3Bucket &&
      outputs["key"] === s3Key,
  );
  const source = object?.inputs["source"] as Properties | null | undefined;
  if (source == null) return resource;
  const isZip = String(source["path"]).endsWith(".zip");
  const code = isZip ? { ...source, [signatureKey]: archiveSignature } : source;
  return { ...resource, inputs: { ...inputs, code } };
}
