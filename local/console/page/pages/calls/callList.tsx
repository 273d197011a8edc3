import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { CallSummary } from "../../../../calls/record.ts";
import { Method, Status } from "../../parts/badge.tsx";
import { PageHead } from "../../parts/pageHead.tsx";
import { Search } from "../../parts/search.tsx";
import { Empty, Failure, Loading } from "../../parts/states.tsx";
import { type Column, Table } from "../../parts/table.tsx";
import { duration, Time } from "../../parts/time.tsx";
import { platform } from "../../platform.ts";
import { query, setQuery } from "../../router.ts";
import { useCalls } from "./useCalls.ts";
import * as css from "./calls.module.css";

const parameters = ["q", "region", "status", "route"] as const;

/** The calls as they come, with filters in the address. `p` pauses. */
export function CallList() {
  const isPaused = useSignal(false);
  const filter = filterOf(query.value);
  const { calls, error, isLoaded, leftOut, clear, reload } = useCalls(filter, isPaused.value);
  useEffect(() => {
    const pause = (event: KeyboardEvent) => {
      if (event.key !== "p" || event.ctrlKey || event.metaKey || event.altKey) return;
      if ((event.target as Element).matches("input, select, textarea")) return;
      isPaused.value = !isPaused.value;
    };
    document.addEventListener("keydown", pause);
    return () => document.removeEventListener("keydown", pause);
  }, []);
  const regions = Object.keys(platform.value?.regions ?? {});
  return (
    <>
      <PageHead title="Calls">
        <Search
          label="Path, id, reason"
          value={query.value.get("q") ?? ""}
          onInput={(q) => setQuery({ q })}
        />
        <Choice name="region" label="Region" options={regions} />
        <Choice name="status" label="Status" options={["failed", "2xx", "3xx", "4xx", "5xx"]} />
        <button
          type="button"
          aria-pressed={isPaused.value}
          title="p"
          onClick={() => (isPaused.value = !isPaused.value)}
        >
          {isPaused.value ? "Go on" : "Pause"}
        </button>
        <button type="button" class="quiet" onClick={clear}>
          Clear
        </button>
      </PageHead>
      {error.value && <Failure error={error.value} retry={() => void reload()} />}
      <RouteFilter />
      <LeftOut count={leftOut.value} />
      {calls.value.length > 0 ? (
        <Table
          label="Calls"
          columns={columns}
          rows={calls.value}
          rowKey={({ id }) => id}
          href={({ id }) => `/calls/${encodeURIComponent(id)}`}
        />
      ) : isLoaded.value ? (
        <Empty title={filter === "" ? "No call yet." : "No call passes the filter."}>
          Call the platform, such as with <code>npm run call -- GET /health</code>.
        </Empty>
      ) : (
        <Loading />
      )}
    </>
  );
}

const columns: readonly Column<CallSummary>[] = [
  { title: "Time", cell: ({ at }) => <Time at={at} withMs /> },
  { title: "Status", cell: ({ status }) => <Status code={status} /> },
  {
    title: "Call",
    cell: ({ method, path, error }) => (
      <>
        <Method name={method} /> <span class={`mono ${css.wrap}`}>{path}</span>
        {error && <div class={css.error}>{error.detail}</div>}
      </>
    ),
  },
  { title: "Route", cell: ({ route }) => <span class="mono whole">{route}</span>, isExtra: true },
  {
    title: "Region",
    cell: ({ region = "edge" }) => <span class="whole">{region}</span>,
    isExtra: true,
  },
  { title: "Took", cell: ({ durationMs }) => duration(durationMs), align: "right" },
];

function Choice({
  name,
  label,
  options,
}: {
  name: string;
  label: string;
  options: readonly string[];
}) {
  const value = query.value.get(name) ?? "";
  return (
    <select
      aria-label={label}
      value={value}
      onChange={({ currentTarget }) => setQuery({ [name]: currentTarget.value })}
    >
      <option value="">{label}: all</option>
      {options.map((option) => (
        <option key={option}>{option}</option>
      ))}
    </select>
  );
}

/** A route comes from links of other pages. */
function RouteFilter() {
  const route = query.value.get("route");
  if (!route) return null;
  return (
    <p>
      Only calls of <code>{route}</code>{" "}
      <button type="button" class="quiet" onClick={() => setQuery({ route: undefined })}>
        Show all
      </button>
    </p>
  );
}

const LeftOut = ({ count }: { count: number }) =>
  count === 0 ? null : (
    <p class="muted" role="status">
      {count.toLocaleString()} more calls are not shown, because there were too many at once. Failed
      ones are shown first; a filter shows more.
    </p>
  );

function filterOf(given: URLSearchParams): string {
  const filter = new URLSearchParams();
  for (const name of parameters) {
    const value = given.get(name);
    if (value) filter.set(name, value);
  }
  return filter.toString();
}
