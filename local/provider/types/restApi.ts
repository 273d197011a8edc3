import { parseDocument } from "../../gateway/document/parse.ts";
import type { Properties } from "../../graph/resource.ts";

type Document = Record<string, unknown>;

/**
 * Arguments of a REST API that its document has too, with the document's value. AWS's provider reads
 * them back as outputs.
 */
const settings: Readonly<Record<string, (document: Document) => unknown>> = {
  apiKeySource: (document) => document["x-amazon-apigateway-api-key-source"] ?? "HEADER",
  binaryMediaTypes: (document) => document["x-amazon-apigateway-binary-media-types"] ?? [],
  description: ({ info }) => (info as Document | undefined)?.["description"] ?? "",
  disableExecuteApiEndpoint: ({ servers }) =>
    [servers].flat().some((server) => {
      const endpoint = (server as Document | undefined)?.[
        "x-amazon-apigateway-endpoint-configuration"
      ];
      return (endpoint as Document | undefined)?.["disableExecuteApiEndpoint"] === true;
    }),
  minimumCompressionSize: (document) =>
    String(document["x-amazon-apigateway-minimum-compression-size"] ?? ""),
  policy: (document) => {
    const policy = document["x-amazon-apigateway-policy"];
    return policy === undefined ? "" : JSON.stringify(policy);
  },
};

/**
 * The settings of a REST API. An import of its document replaces all of them. Then the provider sets those
 * that are planned: the arguments, and for each that is not given the previous state. So a setting that
 * changes only in the document keeps its first value.
 *
 * Source: terraform-provider-aws, internal/service/apigateway/rest_api.go,
 * resourceRestAPIWithBodyUpdateOperations.
 *
 * @param before - the previous state. @default the API is new
 * @param changed - inputs that differ; only a changed body is imported. @default none
 */
export function restApiSettings(
  inputs: Properties,
  before: Properties = {},
  changed: readonly string[] = [],
): Properties {
  const isNew = Object.keys(before).length === 0;
  const document = isNew || changed.includes("body") ? documentOf(inputs) : undefined;
  const settle = ([name, imported]: (typeof entries)[number]) => {
    const planned = inputs[name] ?? before[name];
    // -1 is no compression.
    if (String(planned) === "-1") return [name, ""];
    return [name, document && !isSet(planned) ? imported(document) : planned];
  };
  return Object.fromEntries(entries.map(settle));
}

const entries = Object.entries(settings);

/** The SDK of Terraform's providers ignores zero values (`GetOk`). */
const isSet = (planned: unknown): boolean =>
  planned !== undefined &&
  planned !== false &&
  planned !== "" &&
  !(Array.isArray(planned) && planned.length === 0);

/** A document that can't be read has no settings; the gateway refuses it. */
function documentOf({ body }: Properties): Document {
  try {
    return typeof body === "string" ? parseDocument(body) : {};
  } catch {
    return {};
  }
}
