import type { DescribedAlarm } from "../../../../apiTypes/alarms.ts";
import { useApi } from "../../api.ts";
import { Badge } from "../../parts/badge.tsx";

/** How many alarms are on, with the way to them. Nothing if no stack declares one. */
export function AlarmCount() {
  const { data } = useApi<{ alarms: DescribedAlarm[] }>("alarms", { everyMs: 5_000 });
  const alarms = data?.alarms.filter(({ kind }) => kind === "metric") ?? [];
  if (alarms.length === 0) return null;
  const on = alarms.filter(({ state }) => state === "ALARM");
  const text = on.length === 0 ? "No alarm is on" : `${on.map(({ name }) => name).join(", ")}`;
  return (
    <p>
      <a href="/alarms" aria-label="Alarms that are on">
        <Badge tone={on.length === 0 ? "ok" : "bad"}>{on.length}</Badge> {text}
      </a>
    </p>
  );
}
