import { setTimeout as delay } from "node:timers/promises";
import type { EdgeClient } from "../../running/edgeClient.ts";
import type { Sent } from "./sent.ts";

/** What became of the writes. */
export interface Writes {
  readonly sent: number;
  /** Responses with 201. */
  readonly accepted: number;
  /** Orders that exist. With a response that was lost, more than accepted. */
  readonly done: number;
  /** Orders that exist more than once. */
  readonly doubled: number;
  /** Accepted orders that do not exist. */
  readonly lost: number;
}

/** Time that replicas have to catch up, in ms. */
const settleMs = 10_000;

/**
 * Counts the orders that exist, in the region that responds. Waits for those that another region has not
 * replicated yet.
 *
 * @param headers - with the token
 */
export async function countWrites(
  edge: EdgeClient,
  headers: Record<string, string>,
  sent: readonly Sent[],
): Promise<Writes> {
  const orders = sent.filter(({ kind }) => kind === "order");
  const accepted = orders.filter(({ status }) => status === 201).length;
  const until = performance.now() + settleMs;
  let items = await listItems(edge, headers);
  while (new Set(items).size < accepted && performance.now() < until) {
    await delay(200);
    items = await listItems(edge, headers);
  }
  return { sent: orders.length, accepted, ...tally(items, accepted) };
}

/** @param items - the item of each order that exists */
export function tally(
  items: readonly string[],
  accepted: number,
): Pick<Writes, "done" | "doubled" | "lost"> {
  const times = new Map<string, number>();
  for (const item of items) times.set(item, (times.get(item) ?? 0) + 1);
  const doubled = [...times.values()].filter((count) => count > 1).length;
  return { done: times.size, doubled, lost: Math.max(0, accepted - times.size) };
}

interface OrderPage {
  readonly orders: readonly { readonly item: string }[];
  readonly nextToken?: string;
}

/** The items of all of the user's orders. */
async function listItems(edge: EdgeClient, headers: Record<string, string>): Promise<string[]> {
  const items: string[] = [];
  let next: string | undefined;
  do {
    const query = new URLSearchParams({ limit: "100", ...(next && { nextToken: next }) });
    const { status, body } = await edge.send(`/orders?${query.toString()}`, { headers });
    if (status !== 200) throw new Error(`GET /orders returned ${status}: ${body}`);
    const page = JSON.parse(body) as OrderPage;
    items.push(...page.orders.map(({ item }) => item));
    next = page.nextToken;
  } while (next !== undefined);
  return items;
}
