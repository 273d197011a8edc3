import { Body } from "../inspect/bodies.ts";
import { deleteItem, listTables, putItem, readItems } from "../inspect/data/tables.ts";
import type { Regions } from "../inspect/regions.ts";
import type { Endpoint } from "./endpoint.ts";

/**
 * The tables of a region's AWS endpoint. Items are in DynamoDB's JSON, such as `{ "id": { "S": "1" } }`.
 * - `GET tables?region=`: `{ tables }` with keys and indexes
 * - `GET tables/{table}/items?region=&hash=&range=&index=&limit=&cursor=`: `{ keys, items, next? }`; without `hash`, all
 *   items; `range` is the beginning of the range key
 * - `PUT tables/{table}/items?region=` with `{ item }`; `DELETE` with `{ key }`
 */
export const tableEndpoints = (regions: Regions): Endpoint[] => [
  {
    method: "GET",
    path: "tables",
    query: ["region"],
    handle: async (request) => ({ tables: await listTables(regions.of(request).aws) }),
  },
  {
    method: "GET",
    path: "tables/{table}/items",
    query: ["region", "hash", "range", "index", "limit", "cursor"],
    handle: (request) => {
      const { query } = request;
      return readItems(regions.of(request).aws, request.param("table"), {
        index: query.get("index") || undefined,
        hash: query.get("hash") || undefined,
        range: query.get("range") || undefined,
        limit: request.integer("limit", { min: 1, max: 500, fallback: 50 }),
        cursor: query.get("cursor") || undefined,
      });
    },
  },
  {
    method: "PUT",
    path: "tables/{table}/items",
    query: ["region"],
    handle: async (request) => {
      const { aws } = regions.of(request);
      const item = (await Body.of(request, ["item"])).object("item");
      await putItem(aws, request.param("table"), item);
      return { item };
    },
  },
  {
    method: "DELETE",
    path: "tables/{table}/items",
    query: ["region"],
    handle: async (request) => {
      const { aws } = regions.of(request);
      const key = (await Body.of(request, ["key"])).object("key");
      await deleteItem(aws, request.param("table"), key);
      return { deleted: key };
    },
  },
];
