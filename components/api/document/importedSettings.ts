import type { OpenApiDocument } from "./types.ts";

/**
 * The document's settings that `RestApi` also has as arguments. They are given in both places: after an
 * import, AWS's provider sets the arguments' values, and for an argument that is not given the one from
 * before the import. An API would keep the binary media types that it was created with. A setting that
 * the document lacks has AWS's default, for the same reason.
 *
 * Source: terraform-provider-aws, internal/service/apigateway/rest_api.go,
 * resourceRestAPIWithBodyUpdateOperations.
 */
export function importedSettings(document: OpenApiDocument) {
  const keySource = document["x-amazon-apigateway-api-key-source"];
  // -1 is no compression.
  const minimumSize = document["x-amazon-apigateway-minimum-compression-size"] ?? -1;
  return {
    apiKeySource: (keySource as string | undefined) ?? "HEADER",
    binaryMediaTypes: document["x-amazon-apigateway-binary-media-types"] as string[],
    minimumCompressionSize: String(minimumSize),
  };
}
