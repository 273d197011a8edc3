import type { LimitsOfRegion, NamedCache } from "../../../../apiTypes/limits.ts";
import { api, useApi } from "../../api.ts";
import { ActionButton } from "../../parts/buttons.tsx";
import { BucketBar } from "../../parts/bucketBar.tsx";
import { PageHead } from "../../parts/pageHead.tsx";
import { currentRegion, RegionSelect } from "../../parts/region.tsx";
import { isFound, Search } from "../../parts/search.tsx";
import { Empty, Load } from "../../parts/states.tsx";
import { Table } from "../../parts/table.tsx";
import { bytes } from "../../parts/time.tsx";
import { query, setQuery } from "../../router.ts";

/** Throttles, quotas and caches, as they are now. */
export function Limits() {
  const found = useApi<{ regions: LimitsOfRegion[] }>("limits", { everyMs: 1_000 });
  const search = query.value.get("q") ?? "";
  return (
    <>
      <PageHead title="Limits" note="Tokens, quotas and caches as they are now">
        <Search label="Search methods" value={search} onInput={(q) => setQuery({ q })} />
        <RegionSelect />
      </PageHead>
      <Load from={found}>
        {({ regions }) => {
          const region = regions.find((each) => each.region === currentRegion()) ?? regions[0];
          return region && <OneRegion region={region} search={search} reload={found.reload} />;
        }}
      </Load>
    </>
  );
}

interface RegionProps {
  readonly region: LimitsOfRegion;
  readonly search: string;
  readonly reload: () => void;
}

const OneRegion = ({ region, search, reload }: RegionProps) => (
  <>
    <p class="card">
      The account in {region.region}:{" "}
      {region.account ? <BucketBar {...region.account} /> : "the region is stopped"}
    </p>
    {region.stages.map((stage) => (
      <section key={stage.stage}>
        <h2>Stage {stage.stage}</h2>
        <Methods stage={stage} search={search} />
        {stage.caches.map((cache) => (
          <CacheLine
            key={cache.name}
            {...{ region: region.region, stage: stage.stage, cache, reload }}
          />
        ))}
        {stage.caches.length === 0 && <p class="muted">The stage has no cache.</p>}
      </section>
    ))}
    <h2>Usage plans</h2>
    <Plans region={region} />
  </>
);

const Methods = ({
  stage,
  search,
}: {
  stage: LimitsOfRegion["stages"][number];
  search: string;
}) => (
  <Table
    label={`Throttles of ${stage.stage}`}
    rows={stage.methods.filter(({ method }) => isFound(search, [method]))}
    rowKey={({ method }) => method}
    columns={[
      {
        title: "Method",
        cell: ({ method }) => <code>{method}</code>,
        sortBy: ({ method }) => method,
      },
      {
        title: "Tokens left",
        cell: (bucket) => <BucketBar {...bucket} />,
        sortBy: (bucket) => bucket.tokens,
      },
      {
        title: "Rate",
        align: "right",
        cell: ({ ratePerSecond }) => `${ratePerSecond}/s`,
        sortBy: ({ ratePerSecond }) => ratePerSecond,
      },
    ]}
  />
);

interface CacheProps {
  readonly region: string;
  readonly stage: string;
  readonly cache: NamedCache;
  readonly reload: () => void;
}

function CacheLine({ region, stage, cache, reload }: CacheProps) {
  const asked = cache.hits + cache.misses;
  const share = asked === 0 ? "not asked yet" : `${Math.round((cache.hits / asked) * 100)} % hits`;
  const path = `limits/${encodeURIComponent(region)}/${encodeURIComponent(stage)}/flush`;
  const flush = async () => {
    await api(path, { method: "POST" });
    reload();
  };
  return (
    <p>
      Cache{cache.name === "canary" && " of the canary release"}: {cache.entries} entries,{" "}
      {bytes(cache.bytes)} of {bytes(cache.maxBytes)}, {share}{" "}
      <ActionButton run={flush}>Flush</ActionButton>
    </p>
  );
}

function Plans({ region }: { region: LimitsOfRegion }) {
  const rows = region.quotas.flatMap(({ plan, planId, quota, keys }) =>
    keys.map((key) => {
      const found = region.plans.find((each) => each.planId === planId);
      const buckets = found?.keys.find(({ keyId }) => keyId === key.keyId)?.buckets ?? [];
      return { plan, quota, buckets, ...key };
    }),
  );
  if (rows.length === 0) return <Empty title="No usage plan has keys in this region." />;
  return (
    <Table
      label="Keys of usage plans"
      rows={rows}
      rowKey={({ plan, keyId }) => `${plan} ${keyId}`}
      columns={[
        { title: "Key", cell: ({ key }) => key, sortBy: ({ key }) => key },
        { title: "Plan", cell: ({ plan }) => plan, sortBy: ({ plan }) => plan },
        { title: "Today", align: "right", cell: ({ usedToday }) => usedToday },
        {
          title: "Quota left",
          align: "right",
          cell: ({ remaining, quota }) =>
            quota
              ? `${remaining ?? 0} of ${quota.limit} a ${quota.period.toLowerCase()}`
              : "no quota",
        },
        {
          title: "Tokens left",
          isExtra: true,
          cell: ({ buckets }) =>
            buckets.map(({ method, ...bucket }) => (
              <div key={method}>
                {method ?? "all methods"} <BucketBar {...bucket} />
              </div>
            )),
        },
      ]}
    />
  );
}
