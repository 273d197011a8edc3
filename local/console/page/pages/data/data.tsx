import { PageHead } from "../../parts/pageHead.tsx";
import { currentRegion, RegionSelect } from "../../parts/region.tsx";
import { Loading } from "../../parts/states.tsx";
import { Tabs } from "../../parts/tabs.tsx";
import { Buckets } from "./buckets.tsx";
import { Queues } from "./queues.tsx";
import { Tables } from "./tables.tsx";

const kinds = [
  { path: "tables", title: "Tables", component: Tables },
  { path: "queues", title: "Queues", component: Queues },
  { path: "buckets", title: "Buckets", component: Buckets },
];

/** Tables, queues and buckets of a region's AWS endpoint, with their contents. */
export function Data({ rest: [kind, name] }: { rest: readonly string[] }) {
  const region = currentRegion();
  const shown = kinds.find(({ path }) => path === kind) ?? kinds[0]!;
  const suffix = region === undefined ? "" : `?region=${encodeURIComponent(region)}`;
  return (
    <>
      <PageHead title="Data" note={name ?? region}>
        <RegionSelect />
      </PageHead>
      <Tabs
        label="Kinds of data"
        tabs={kinds.map(({ path, title }) => ({
          href: `/data/${path}${suffix}`,
          title,
          isCurrent: path === shown.path,
        }))}
      />
      {region === undefined ? <Loading /> : <shown.component region={region} name={name} />}
    </>
  );
}
