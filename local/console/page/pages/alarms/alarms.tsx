import type { AlarmState, DescribedAlarm } from "../../../../apiTypes/alarms.ts";
import { useApi } from "../../api.ts";
import { Badge, type Tone } from "../../parts/badge.tsx";
import { PageHead } from "../../parts/pageHead.tsx";
import { Empty, Load } from "../../parts/states.tsx";
import { Time } from "../../parts/time.tsx";
import { Sparkline } from "./sparkline.tsx";

/** In the order in which they are shown. */
const groups: readonly (readonly [AlarmState, title: string, Tone])[] = [
  ["ALARM", "On", "bad"],
  ["OK", "Off", "ok"],
  ["INSUFFICIENT_DATA", "No data yet", "warn"],
  ["not measured", "Not measured here", "muted"],
];

/** The alarms that the stacks declare, by their state. */
export function Alarms() {
  const found = useApi<{ alarms: DescribedAlarm[] }>("alarms", { everyMs: 5_000 });
  return (
    <>
      <PageHead title="Alarms" note="What CloudWatch would say of what happens here" />
      <Load from={found}>
        {({ alarms }) =>
          alarms.length === 0 ? (
            <Empty title="No stack declares an alarm." />
          ) : (
            groups.map(([state, title, tone]) => (
              <Group
                key={state}
                title={title}
                tone={tone}
                alarms={alarms.filter((alarm) => alarm.state === state).sort(compositeFirst)}
              />
            ))
          )
        }
      </Load>
    </>
  );
}

/** For all regions. The others keep their order. */
const compositeFirst = (one: DescribedAlarm, other: DescribedAlarm): number =>
  Number(other.kind === "composite") - Number(one.kind === "composite");

interface GroupProps {
  readonly title: string;
  readonly tone: Tone;
  /** Composite alarms first. */
  readonly alarms: readonly DescribedAlarm[];
}

const Group = ({ title, tone, alarms }: GroupProps) =>
  alarms.length === 0 ? null : (
    <section aria-label={title}>
      <h2>
        {title} <Badge tone={tone}>{alarms.length}</Badge>
      </h2>
      <div class="cards">
        {alarms.map((alarm) => (
          <AlarmCard key={alarm.urn} alarm={alarm} tone={tone} />
        ))}
      </div>
    </section>
  );

const AlarmCard = ({ alarm, tone }: { alarm: DescribedAlarm; tone: Tone }) => (
  <section class="card" data-alarm={alarm.name}>
    <h3>
      <Badge tone={tone}>{alarm.state}</Badge> {alarm.name}
    </h3>
    <p>{alarm.description}</p>
    {alarm.history.some((value) => value !== null) && (
      <Sparkline name={alarm.name} values={alarm.history} threshold={alarm.threshold} />
    )}
    <p class={alarm.state === "ALARM" ? "" : "muted"}>{alarm.reason}</p>
    <dl class="facts">
      <dt>Region</dt>
      <dd>{alarm.region}</dd>
      <dt>Since</dt>
      <dd>
        <Time at={alarm.since} />
      </dd>
      <dt>{alarm.kind === "composite" ? "Rule" : "Raised by"}</dt>
      <dd>{alarm.condition}</dd>
      {alarm.runbook && (
        <>
          <dt>Runbook</dt>
          <dd>
            <Runbook at={alarm.runbook} />
          </dd>
        </>
      )}
      <dt>Declared by</dt>
      <dd>
        <a href={`/resources/${encodeURIComponent(alarm.urn)}`}>the resource</a>
      </dd>
    </dl>
  </section>
);

/** An address is a link; a file of the project can only be named. */
const Runbook = ({ at }: { at: string }) =>
  /^https?:\/\//.test(at) ? (
    <a href={at} target="_blank" rel="noreferrer">
      {at}
    </a>
  ) : (
    <code>{at}</code>
  );
