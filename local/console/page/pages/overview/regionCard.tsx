import type { RegionParts, RegionStatus } from "../../../../apiTypes/platform.ts";
import { api } from "../../api.ts";
import { Badge, type Tone } from "../../parts/badge.tsx";
import { ActionButton } from "../../parts/buttons.tsx";
import { refreshPlatform, stateOf } from "../../platform.ts";
import { counted, DataCounts } from "./dataCounts.tsx";
import * as css from "./overview.module.css";

const tones: Readonly<Record<string, Tone>> = { healthy: "ok", unhealthy: "bad", stopped: "bad" };

/** Delays that a click gives, in ms; those above a second make the health checks fail. */
const delays = [0, 200, 800, 3_000] as const;

interface RegionCardProps {
  readonly name: string;
  readonly region: RegionStatus;
  readonly parts: RegionParts | undefined;
  readonly onChange: () => void;
}

/** A region's state, and what can be done to it. Everything can be undone in the same place. */
export function RegionCard({ name, region, parts, onChange }: RegionCardProps) {
  const state = stateOf(region);
  const isRunning = region.state === "running";
  const change = (action: string) => async () => {
    await api(`regions/${name}/${action}`, { method: "POST" });
    onChange();
    await refreshPlatform();
  };
  return (
    <section class={`card ${css.region}`} id={`region-${name}`} aria-labelledby={`title-${name}`}>
      <h2 id={`title-${name}`}>
        {name} <Badge tone={tones[state] ?? "warn"}>{state}</Badge>
        {parts?.home && <Badge>home</Badge>}
        {region.delayMs && <Badge tone="warn">slow by {region.delayMs} ms</Badge>}
        {region.identity && <Badge tone="bad">Cognito stopped</Badge>}
      </h2>
      <p class="muted">
        {counted(region.requests, "call")}, {region.errors.toLocaleString()} failed ·{" "}
        <code>{region.api}</code>
      </p>
      <div class={css.actions}>
        {isRunning ? (
          <ActionButton tone="bad" title="As if the region was down" run={change("stop")}>
            Outage
          </ActionButton>
        ) : (
          <ActionButton tone="main" run={change("start")} disabled={region.state !== "stopped"}>
            End the outage
          </ActionButton>
        )}
        {region.drained ? (
          <ActionButton tone="main" run={change("undrain")}>
            Take back
          </ActionButton>
        ) : (
          <ActionButton title="Leads clients to other regions" run={change("drain")}>
            Drain
          </ActionButton>
        )}
        {region.identity ? (
          <ActionButton tone="main" run={change("identity/start")}>
            Start Cognito
          </ActionButton>
        ) : (
          <ActionButton title="Nobody can sign in here" run={change("identity/stop")}>
            Stop Cognito
          </ActionButton>
        )}
        <span class={css.delays} role="group" aria-label={`Delay of ${name}`}>
          {delays.map((ms) => (
            <ActionButton
              key={ms}
              tone={(region.delayMs ?? 0) === ms ? "chosen" : undefined}
              run={change(`slow?ms=${ms}`)}
            >
              {ms === 0 ? "not slow" : `${ms} ms`}
            </ActionButton>
          ))}
        </span>
      </div>
      {parts && (
        <>
          <Services {...{ name, parts, isRunning, change }} />
          <Checks parts={parts} isDrained={region.drained === true} />
        </>
      )}
      <DataCounts region={name} />
    </section>
  );
}

function Services({
  parts,
  isRunning,
  change,
}: {
  parts: RegionParts;
  isRunning: boolean;
  change: (action: string) => () => Promise<void>;
}) {
  if (parts.services.length === 0) return null;
  return (
    <>
      <h3>Services</h3>
      <ul class={css.rows}>
        {parts.services.map(({ name, running }) => (
          <li key={name}>
            <span class={`dot ${running ? "healthy" : "stopped"}`} aria-hidden="true" />
            <span class={css.grow}>
              {name} <span class="muted">{running ? "runs" : "is stopped"}</span>
            </span>
            <ActionButton
              tone={running ? undefined : "main"}
              disabled={!isRunning}
              run={change(`services/${encodeURIComponent(name)}/${running ? "stop" : "start"}`)}
            >
              {running ? "Stop" : "Start"}
            </ActionButton>
          </li>
        ))}
      </ul>
    </>
  );
}

function Checks({ parts: { checks }, isDrained }: { parts: RegionParts; isDrained: boolean }) {
  return (
    <>
      <h3>Health checks</h3>
      <ul class={css.rows}>
        {checks.map(({ id, name, healthy, host, path, children, threshold, failure }) => (
          <li key={id}>
            <span class={`dot ${healthy ? "healthy" : "unhealthy"}`} aria-hidden="true" />
            <span class={css.grow}>
              {name}{" "}
              <span class="muted">
                {healthy ? "healthy" : "unhealthy"}, {path && `asks ${host}${path}`}
                {children &&
                  (isDrained
                    ? "held so while the region is drained"
                    : `${threshold} of ${children.length} must be healthy`)}
              </span>
              {failure && <span class={css.why}>{failure}</span>}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
