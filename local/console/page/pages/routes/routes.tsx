import type { RouteInfo, RoutesReport } from "../../../../routes/routeInfo.ts";
import { useApi } from "../../api.ts";
import { Badge, Method } from "../../parts/badge.tsx";
import { PageHead } from "../../parts/pageHead.tsx";
import { isFound, Search } from "../../parts/search.tsx";
import { Empty, Load } from "../../parts/states.tsx";
import { type Column, Table } from "../../parts/table.tsx";
import { query, setQuery } from "../../router.ts";
import { guardsOf, searchTexts } from "./guards.ts";
import { RouteDetail } from "./routeDetail.tsx";
import * as css from "./routes.module.css";

/** Every route with its guards, and a form to try one: `/routes/GET/%2Forders`. */
export function Routes({ rest }: { rest: readonly string[] }) {
  const report = useApi<RoutesReport>("routes");
  const search = query.value.get("q") ?? "";
  return (
    <Load from={report}>
      {({ routes, regions }) => {
        const shown = routes.filter((route) => isFound(search, searchTexts(route)));
        const chosen = rest.length > 0 ? find(routes, rest) : undefined;
        return (
          <div class={rest.length > 0 ? `${css.routes} ${css.withDetail}` : css.routes}>
            <div class={css.list}>
              <PageHead title="Routes" note={`${shown.length} of ${routes.length}`}>
                <Search
                  label="Search routes and guards"
                  value={search}
                  onInput={(q) => setQuery({ q })}
                />
              </PageHead>
              {shown.length === 0 ? (
                <Empty title="No route has these words.">
                  Search for a path, a method, a guard such as “user pool”, or a service.
                </Empty>
              ) : (
                <Table
                  label="Routes"
                  columns={columns(rest.length > 0)}
                  rows={shown}
                  rowKey={keyOf}
                  href={addressOf}
                  current={chosen && keyOf(chosen)}
                />
              )}
            </div>
            {rest.length > 0 &&
              (chosen ? (
                <RouteDetail key={keyOf(chosen)} route={chosen} regions={regions} />
              ) : (
                <Empty title={`There is no route ${rest.join(" ")} any more.`}>
                  <a href="/routes">All routes</a>
                </Empty>
              ))}
          </div>
        );
      }}
    </Load>
  );
}

const keyOf = ({ api, stage, method, path }: RouteInfo): string =>
  [api, stage, method, path].join(" ");

/** The route's address in the console, which keeps the search. */
function addressOf({ api, stage, method, path }: RouteInfo): string {
  const parameters = new URLSearchParams({ api, stage });
  const search = query.value.get("q");
  if (search) parameters.set("q", search);
  return `/routes/${method}/${encodeURIComponent(path)}?${parameters.toString()}`;
}

function find(routes: readonly RouteInfo[], [method, path]: readonly string[]) {
  const same = routes.filter((route) => route.method === method && route.path === path);
  const [api, stage] = [query.value.get("api"), query.value.get("stage")];
  return same.find((route) => route.api === api && route.stage === stage) ?? same[0];
}

/** Beside a route's detail, only what tells routes apart. */
const columns = (isNarrow: boolean): Column<RouteInfo>[] => [
  {
    title: "Route",
    sortBy: ({ path, method }) => `${path} ${method}`,
    cell: ({ method, path }) => (
      <>
        <Method name={method} /> <code>{path}</code>
      </>
    ),
  },
  ...(isNarrow ? [] : wideColumns),
];

const wideColumns: Column<RouteInfo>[] = [
  {
    title: "Guards",
    cell: (route) => (
      <span class={css.badges}>
        {guardsOf(route).map(({ text, tone, detail }) => (
          <span key={text} title={detail}>
            <Badge tone={tone}>{text}</Badge>
          </span>
        ))}
      </span>
    ),
  },
  {
    title: "Backend",
    sortBy: ({ integration }) => `${integration.service ?? ""} ${integration.kind}`,
    cell: ({ integration }) => (
      <>
        {integration.service ?? integration.target ?? ""}{" "}
        <span class="muted">{integration.kind}</span>
      </>
    ),
  },
  {
    title: "API",
    sortBy: ({ api, stage }) => `${api} ${stage}`,
    cell: ({ api, stage }) => `${api} (${stage})`,
    isExtra: true,
  },
];
