import { useEffect } from "preact/hooks";
import type { CallRecord } from "../../../../calls/record.ts";
import { api, useApi } from "../../api.ts";
import { Method, Status } from "../../parts/badge.tsx";
import { ActionButton } from "../../parts/buttons.tsx";
import { PageHead } from "../../parts/pageHead.tsx";
import { Load } from "../../parts/states.tsx";
import { duration, Time } from "../../parts/time.tsx";
import { navigate } from "../../router.ts";
import { MessageView } from "./messageView.tsx";
import { Waterfall } from "./waterfall.tsx";
import * as css from "./calls.module.css";

/** Services tell their parts, and logs their lines, a moment after the call; on a busy machine later. */
const completeAfterMs = [400, 2_000];

/** One call: what happened for it and why. */
export function CallPage({ id }: { id: string }) {
  const call = useApi<CallRecord>(`calls/${encodeURIComponent(id)}`);
  useEffect(() => {
    const timers = completeAfterMs.map((ms) => setTimeout(call.reload, ms));
    return () => timers.forEach(clearTimeout);
  }, [id]);
  return (
    <>
      <p class={css.back}>
        <a href="/calls">All calls</a>
      </p>
      <Load from={call}>{(record) => <Call record={record} />}</Load>
    </>
  );
}

function Call({ record }: { record: CallRecord }) {
  const { id, method, target, status, error, request, response, spans, logs } = record;
  const path = `calls/${encodeURIComponent(id)}`;
  const copyCurl = async () => {
    const { command } = await api<{ command: string }>(`${path}/curl`);
    await navigator.clipboard.writeText(command);
  };
  const replay = async () => {
    const replayed = await api<{ id: string }>(`${path}/replay`, { method: "POST" });
    navigate(`/calls/${encodeURIComponent(replayed.id)}`);
  };
  return (
    <>
      <PageHead
        title={
          <>
            <Method name={method} /> <span class={css.wrap}>{target}</span> <Status code={status} />
          </>
        }
      >
        <ActionButton run={replay} title="Sends the same request again">
          Replay
        </ActionButton>
        <ActionButton run={copyCurl} title="Copies a command that sends the same request">
          Copy as curl
        </ActionButton>
      </PageHead>
      {error && (
        <div class={`banner ${status >= 500 ? "bad" : ""}`} role="note">
          <strong>{error.detail}</strong>
          {error.hint && <p class={css.hint}>{error.hint}</p>}
          <div class="muted">Cause: {error.cause}</div>
        </div>
      )}
      <Facts record={record} />
      <h2>Where the time went</h2>
      <Waterfall spans={spans} durationMs={record.durationMs} />
      <div class={`cards ${css.messages}`}>
        <MessageView title="Request" message={request} />
        {response && <MessageView title="Response" message={response} />}
      </div>
      <h2>Log lines of this call</h2>
      {logs.length === 0 ? (
        <p class="muted">No log has a line with one of the call's ids.</p>
      ) : (
        <ol class={css.logs}>
          {logs.map(({ log, line }, index) => (
            <li key={index}>
              <span class="muted">{log}</span>
              <pre>{line}</pre>
            </li>
          ))}
        </ol>
      )}
    </>
  );
}

function Facts({ record }: { record: CallRecord }) {
  const { at, durationMs, region, route, id, correlationId, traceId, principal, sourceIp } = record;
  const facts: readonly (readonly [string, preact.ComponentChildren])[] = [
    ["At", <Time at={at} withMs />],
    ["Time taken", duration(durationMs)],
    ["Region", region ?? "none: the edge answered"],
    ["Route", route && <a href={`/calls?route=${encodeURIComponent(route)}`}>{route}</a>],
    ["Caller", [principal, sourceIp].filter(Boolean).join(" from ")],
    ["Request id", <code>{id}</code>],
    ["Correlation id", correlationId !== id && <code>{correlationId}</code>],
    ["Trace id", traceId && <code>{traceId}</code>],
  ];
  return (
    <dl class="facts">
      {facts
        .filter(([, value]) => value)
        .map(([name, value]) => (
          <>
            <dt key={name}>{name}</dt>
            <dd>{value}</dd>
          </>
        ))}
    </dl>
  );
}
