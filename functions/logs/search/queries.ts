import { addedFields, lineFields } from "../fields.ts";
import { anyIdField } from "./indexTemplate.ts";

/** Documents of one call that are shown at most. */
const maxDocuments = 1_000;

/**
 * Body of a search in `palisade-logs-*`: every hop's lines of a call, in order of time.
 *
 * @param id - correlation id, request id, trace id (also in X-Ray's form), or an invocation's id
 */
export const callQuery = (id: string) => ({
  size: maxDocuments,
  query: { term: { [anyIdField]: id } },
  sort: [{ [lineFields.timestamp.name]: "asc" }],
});

/** Body of a search: failures by hop and kind, the most frequent first. @param since - such as `now-1h` */
export const failuresQuery = (since: string) => ({
  size: 0,
  query: {
    bool: {
      filter: [
        { term: { [addedFields.outcome.name]: "failure" } },
        { range: { [lineFields.timestamp.name]: { gte: since } } },
      ],
    },
  },
  aggs: {
    hops: {
      terms: { field: addedFields.dataset.name },
      aggs: { kinds: { terms: { field: lineFields.errorType.name, missing: "other" } } },
    },
  },
});

/** Texts for the search line of Dashboards, in its query language. */
export const dashboardQueries = {
  call: `${anyIdField} : "<correlation, request or trace id>"`,
  failures: `${addedFields.outcome.name} : "failure"`,
  throttled: `${lineFields.errorType.name} : ("THROTTLED" or "QUOTA_EXCEEDED")`,
  blocked: `${addedFields.dataset.name} : "palisade.firewall" and ${lineFields.action.name} : "BLOCK"`,
  slow: `${addedFields.dataset.name} : "palisade.access" and ${lineFields.durationMs.name} > 1000000000`,
} as const;
