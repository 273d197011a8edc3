import { anyIdField, indexPattern } from "../../functions/logs/search/index.ts";

/** A command that finds all lines of a call. */
export const exampleQuery = (url: string): string =>
  `curl '${url}/${indexPattern}/_search?sort=@timestamp&q=${anyIdField}:%22<x-correlation-id>%22'`;
