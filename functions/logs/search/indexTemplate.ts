import { documentFields, labelsField, lineFields, type LogField } from "../fields.ts";

/** The indexes of logs, one for each day (UTC): `palisade-logs-2026-11-30`. */
export const indexPrefix = "palisade-logs";
export const indexPattern = `${indexPrefix}-*`;

/** Has all ids of a line, so that one term finds a call, an invocation or a trace by any of them. */
export const anyIdField = "palisade.any_id";

const idFields: ReadonlySet<string> = new Set(
  [
    lineFields.correlationId,
    lineFields.requestId,
    lineFields.extendedRequestId,
    lineFields.traceId,
    lineFields.w3cTraceId,
    lineFields.integrationRequestId,
    lineFields.authorizerRequestId,
    lineFields.executionId,
    lineFields.edgeRequestId,
  ].map(({ name }) => name),
);

/** A term in Lucene has at most 32,766 bytes; a longer one would make OpenSearch refuse the document. */
const maxTermCharacters = 8_191;

/** X-Ray's `1-6b0ddf8f-223a134afab23d29c23aae64` is searched as the 32 digits that documents have. */
const analysis = {
  char_filter: {
    xray: {
      type: "pattern_replace",
      pattern: "^1-([0-9a-f]{8})-([0-9a-f]{24})$",
      replacement: "$1$2",
    },
  },
  normalizer: { id: { type: "custom", char_filter: ["xray"] } },
};

interface TemplateOptions {
  /** Copies of each index; one needs a second node. @default 0 */
  readonly replicas?: number;
  /** Time until a new document is found. A longer one costs less. @default "5s" */
  readonly refresh?: string;
}

/**
 * Body of `PUT _index_template/palisade-logs`: a field for each of documents' fields. Others are kept and not searched,
 * so that documents of a newer version are never refused. Values of another type than their field's are left out of the
 * index, not their documents.
 */
export const indexTemplate = ({ replicas = 0, refresh = "5s" }: TemplateOptions = {}) => ({
  index_patterns: [indexPattern],
  priority: 100,
  template: {
    settings: {
      // A day of logs fits one shard up to about 50 GB; each shard costs memory.
      number_of_shards: 1,
      number_of_replicas: replicas,
      refresh_interval: refresh,
      codec: "best_compression",
      analysis,
    },
    mappings: {
      dynamic: false,
      properties: {
        ...Object.fromEntries(documentFields.map((field) => [field.name, mappingOf(field)])),
        [anyIdField]: { type: "keyword", normalizer: "id", ignore_above: maxTermCharacters },
        [labelsField]: { type: "flat_object" },
      },
    },
  },
});

function mappingOf({ name, type }: LogField) {
  const copied = idFields.has(name) && { copy_to: anyIdField };
  switch (type) {
    case "keyword":
      return { type, ignore_above: maxTermCharacters, ...copied };
    case "text":
    case "boolean":
      return { type };
    default:
      return { type, ignore_malformed: true };
  }
}
