import { addedFields, lineFields } from "../fields.ts";
import { indexPattern } from "./indexTemplate.ts";
import { dashboardQueries } from "./queries.ts";

/** A saved object of OpenSearch Dashboards, as a line of its export. */
interface SavedObject {
  readonly id: string;
  readonly type: "index-pattern" | "search" | "query" | "visualization";
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly references: readonly {
    readonly id: string;
    readonly type: string;
    readonly name: string;
  }[];
}

const patternId = "palisade-logs";
const time = lineFields.timestamp.name;
const searchIndex = "kibanaSavedObjectMeta.searchSourceJSON.index";

/** Objects that refer to the index pattern do so by name. */
const onLogs = [{ id: patternId, type: "index-pattern", name: searchIndex }];

const sourceOf = (query: string) => ({
  searchSourceJSON: JSON.stringify({
    query: { query, language: "kuery" },
    filter: [],
    indexRefName: searchIndex,
  }),
});

const columns = [
  addedFields.dataset,
  lineFields.region,
  lineFields.level,
  lineFields.message,
  lineFields.errorType,
  lineFields.error,
].map(({ name }) => name);

const search = (id: string, title: string, query: string, direction: "asc" | "desc") => ({
  ...({ id, type: "search", references: onLogs } as const),
  attributes: {
    title,
    description: "",
    columns,
    sort: [[time, direction]],
    version: 1,
    kibanaSavedObjectMeta: sourceOf(query),
  },
});

const savedQuery = (id: string, title: string, query: string) => ({
  ...({ id, type: "query", references: [] } as const),
  attributes: { title, description: "", query: { query, language: "kuery" } },
});

const terms = (id: string, schema: string, field: string) => ({
  ...{ id, enabled: true, type: "terms", schema },
  params: { field, size: 20, order: "desc", orderBy: "1", missingBucket: true },
});

const failuresByHop = {
  ...({ id: "palisade-failures-by-hop", type: "visualization", references: onLogs } as const),
  attributes: {
    title: "Failures by hop",
    description: "",
    version: 1,
    uiStateJSON: "{}",
    visState: JSON.stringify({
      title: "Failures by hop",
      type: "table",
      aggs: [
        { id: "1", enabled: true, type: "count", schema: "metric", params: {} },
        terms("2", "bucket", addedFields.dataset.name),
        terms("3", "bucket", lineFields.errorType.name),
      ],
      params: { perPage: 20, showTotal: false, totalFunc: "sum" },
    }),
    kibanaSavedObjectMeta: sourceOf(dashboardQueries.failures),
  },
};

/** What Dashboards has for the logs: an index pattern, searches, a table of failures by hop, and saved queries. */
export const savedObjects: readonly SavedObject[] = [
  {
    ...{ id: patternId, type: "index-pattern", references: [] },
    attributes: { title: indexPattern, timeFieldName: time },
  },
  search("palisade-call", "Follow a call", dashboardQueries.call, "asc"),
  search("palisade-failures", "Failures", dashboardQueries.failures, "desc"),
  failuresByHop,
  savedQuery("palisade-call-query", "A call by any of its ids", dashboardQueries.call),
  savedQuery("palisade-failures-query", "Failures", dashboardQueries.failures),
  savedQuery("palisade-throttled-query", "Throttled calls", dashboardQueries.throttled),
  savedQuery("palisade-blocked-query", "Calls that the firewall blocked", dashboardQueries.blocked),
  savedQuery("palisade-slow-query", "Calls over a second", dashboardQueries.slow),
];

/** The body of an import: a line of JSON for each object. */
export const savedObjectsFile = (): string =>
  savedObjects.map((object) => `${JSON.stringify(object)}\n`).join("");
