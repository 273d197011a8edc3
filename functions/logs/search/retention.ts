import { indexPattern } from "./indexTemplate.ts";

/**
 * Body of `PUT _plugins/_ism/policies/palisade-logs`: deletes each day's index when it is old enough. OpenSearch checks
 * every few minutes. New indexes get the policy by their name.
 *
 * @param days - age at which an index is deleted
 */
export const retentionPolicy = (days: number) => ({
  policy: {
    description: `Deletes logs after ${days} days.`,
    default_state: "kept",
    states: [
      {
        name: "kept",
        actions: [],
        transitions: [{ state_name: "deleted", conditions: { min_index_age: `${days}d` } }],
      },
      { name: "deleted", actions: [{ delete: {} }], transitions: [] },
    ],
    ism_template: [{ index_patterns: [indexPattern], priority: 100 }],
  },
});
