// @ts-check
/** @import { Caller } from "./runtime/caller.js" */
/** @import { Routes } from "./runtime/router.js" */
/** @import { OrderStore } from "./store.js" */
import { randomUUID } from "node:crypto";
import { readJson } from "./body.js";
import { isOrderId, parseNewOrder, parsePage, toNextToken } from "./input.js";
import { HttpError } from "./runtime/errors.js";

/**
 * @param {{ store: OrderStore, region: string }} options The region is stored in each new order.
 * @returns {Routes}
 */
export function createOrderRoutes({ store, region }) {
  return {
    "/orders": {
      async GET({ caller, query }) {
        const { orders, lastId } = await store.list(ownerOf(caller), parsePage(query));
        const nextToken = lastId && toNextToken(lastId);
        return { body: { orders, caller, nextToken } };
      },

      async POST({ caller, request }) {
        const owner = ownerOf(caller);
        const order = {
          id: randomUUID(),
          ...parseNewOrder(await readJson(request)),
          createdAt: new Date().toISOString(),
          region,
        };
        await store.add(owner, order);
        return { status: 201, headers: { location: `/orders/${order.id}` }, body: order };
      },
    },

    "/orders/{id}": {
      async GET({ caller, params: { id = "" } }) {
        const owner = ownerOf(caller);
        const order = isOrderId(id) ? await store.find(owner, id) : undefined;
        if (!order) throw new HttpError(404, `You have no order "${id}".`);
        return { body: order };
      },
    },
  };
}

/**
 * The API requires a token, so a request without a caller did not come from the proxy.
 *
 * @param {Caller} caller
 * @throws {HttpError} 403
 */
function ownerOf({ sub }) {
  if (!sub)
    throw new HttpError(403, "The request has no caller: the header x-user-sub is missing.");
  return sub;
}
