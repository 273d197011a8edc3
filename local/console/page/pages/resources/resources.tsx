import type { Finding, ResourceGraph } from "../../../../apiTypes/resources.ts";
import { useMemo } from "preact/hooks";
import { useApi } from "../../api.ts";
import { Badge } from "../../parts/badge.tsx";
import { PageHead } from "../../parts/pageHead.tsx";
import { currentRegion, RegionSelect } from "../../parts/region.tsx";
import { isFound, Search } from "../../parts/search.tsx";
import { Empty, Load } from "../../parts/states.tsx";
import { Table } from "../../parts/table.tsx";
import { query, setQuery } from "../../router.ts";
import { Graph } from "./graph.tsx";
import { ResourcePage } from "./resource.tsx";

/** The declared resources: a graph, a list, and each by its URN. */
export const Resources = ({ rest: [urn] }: { rest: readonly string[] }) =>
  urn === undefined ? <All /> : <ResourcePage urn={urn} />;

function All() {
  const region = currentRegion();
  const path = region && `?region=${encodeURIComponent(region)}`;
  const graph = useApi<ResourceGraph>(path && `resources/graph${path}`);
  const found = useApi<{ findings: Finding[] }>(path && `resources/findings${path}`);
  const search = query.value.get("q") ?? "";
  const isList = query.value.get("view") === "list";
  const findings =
    found.data?.findings.filter(({ exemption, doubt }) => !exemption && !doubt) ?? [];
  const flagged = useMemo(() => new Set(findings.map(({ urn }) => urn)), [found.data]);
  return (
    <>
      <PageHead title="Resources" note={region}>
        <Search label="Search resources" value={search} onInput={(q) => setQuery({ q })} />
        <RegionSelect />
        <button type="button" onClick={() => setQuery({ view: isList ? undefined : "list" })}>
          {isList ? "As a graph" : "As a list"}
        </button>
      </PageHead>
      <Load from={graph}>
        {(data) =>
          isList ? (
            <List graph={data} search={search} findings={findings} />
          ) : (
            <Graph graph={data} flagged={flagged} search={search} key={region} />
          )
        }
      </Load>
    </>
  );
}

interface ListProps {
  readonly graph: ResourceGraph;
  readonly search: string;
  readonly findings: readonly Finding[];
}

function List({ graph, search, findings }: ListProps) {
  const rows = graph.nodes.filter(({ isComponent, urn }) => !isComponent && isFound(search, [urn]));
  if (rows.length === 0) return <Empty title="No resource is found." />;
  const findingsOf = (urn: string) => findings.filter((finding) => finding.urn === urn).length;
  return (
    <Table
      label="Resources"
      rows={rows}
      rowKey={({ urn }) => urn}
      href={({ urn }) => `/resources/${encodeURIComponent(urn)}`}
      columns={[
        { title: "Name", cell: ({ name }) => name, sortBy: ({ name }) => name },
        { title: "Kind", cell: ({ kind }) => kind, sortBy: ({ kind }) => kind },
        { title: "Type", cell: ({ type }) => <code>{type}</code>, isExtra: true },
        {
          title: "Findings",
          align: "right",
          sortBy: ({ urn }) => -findingsOf(urn),
          cell: ({ urn }) => findingsOf(urn) > 0 && <Badge tone="warn">{findingsOf(urn)}</Badge>,
        },
      ]}
    />
  );
}
