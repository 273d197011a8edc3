import type { DescribedPool } from "../../../../apiTypes/users.ts";
import type { DescribedQueue, DescribedTable } from "../../../../apiTypes/data.ts";
import { useApi } from "../../api.ts";

/** How often the contents are counted, in ms: each time asks the region's AWS endpoint. */
const everyMs = 10_000;

/** What a region's tables, queues and user pools contain. */
export function DataCounts({ region }: { region: string }) {
  const name = encodeURIComponent(region);
  const { data: tables } = useApi<{ tables: DescribedTable[] }>(`tables?region=${name}`, {
    everyMs,
  });
  const { data: queues } = useApi<{ queues: DescribedQueue[] }>(`queues?region=${name}`, {
    everyMs,
  });
  const { data: pools } = useApi<{ pools: DescribedPool[] }>("pools", { everyMs });
  const own = pools?.pools.filter((pool) => pool.region === region) ?? [];
  const users = sum(own.map((pool) => pool.users));
  const items = sum(tables?.tables.map((table) => table.items) ?? []);
  const messages = sum(queues?.queues.map((each) => each.visible + each.inFlight) ?? []);
  const parts = [
    own.length > 0 && counted(users, "user"),
    tables && `${counted(items, "item")} in ${counted(tables.tables.length, "table")}`,
    queues && `${counted(messages, "message")} in ${counted(queues.queues.length, "queue")}`,
  ].filter(Boolean);
  if (parts.length === 0) return null;
  return (
    <>
      <h3>Data</h3>
      <p>{parts.join(" · ")}</p>
    </>
  );
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0);

export const counted = (count: number, noun: string): string =>
  `${count.toLocaleString()} ${noun}${count === 1 ? "" : "s"}`;
