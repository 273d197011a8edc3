import type { DescribedAlarm } from "../../../../apiTypes/alarms.ts";
import { useApi } from "../../api.ts";
import { Badge } from "../../parts/badge.tsx";
import { PageHead } from "../../parts/pageHead.tsx";
import { Empty, Load } from "../../parts/states.tsx";

const tones = { OK: "ok", ALARM: "bad", "not measured": "muted" } as const;

/** The alarms that the stacks declare, with their state as far as it is known here. */
export function Alarms() {
  const found = useApi<{ alarms: DescribedAlarm[] }>("alarms", { everyMs: 5_000 });
  return (
    <>
      <PageHead title="Alarms" note="What CloudWatch would say of the calls here" />
      <Load from={found}>
        {({ alarms }) =>
          alarms.length === 0 ? (
            <Empty title="No stack declares an alarm." />
          ) : (
            <div class="cards">
              {alarms.map((alarm) => (
                <AlarmCard key={alarm.urn} alarm={alarm} />
              ))}
            </div>
          )
        }
      </Load>
    </>
  );
}

const AlarmCard = ({ alarm }: { alarm: DescribedAlarm }) => (
  <section class="card">
    <h2>
      <Badge tone={tones[alarm.state]}>{alarm.state}</Badge> {alarm.name}
    </h2>
    <p>{alarm.description}</p>
    <dl class="facts">
      <dt>Region</dt>
      <dd>{alarm.region}</dd>
      <dt>Raised by</dt>
      <dd>{alarm.condition}</dd>
      {alarm.datapoints.length > 0 && (
        <>
          <dt>Values</dt>
          <dd>
            {alarm.datapoints.map(({ secondsAgo, value, isBreaching }) => (
              <div key={secondsAgo}>
                {value === null ? "no data" : Number(value.toPrecision(4))}{" "}
                {isBreaching && <Badge tone="bad">breaching</Badge>}{" "}
                <span class="muted">{secondsAgo === 0 ? "now" : `until ${secondsAgo} s ago`}</span>
              </div>
            ))}
          </dd>
        </>
      )}
      <dt>Declared by</dt>
      <dd>
        <a href={`/resources/${encodeURIComponent(alarm.urn)}`}>the resource</a>
      </dd>
    </dl>
    {alarm.note && <p class="muted">{alarm.note}</p>}
  </section>
);
