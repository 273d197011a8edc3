export { anyIdField, indexPattern, indexPrefix, indexTemplate } from "./indexTemplate.ts";
export { callQuery, failuresQuery } from "./queries.ts";
