import type { DescribedQueue, PeekedMessages } from "../../../../apiTypes/data.ts";
import { useSignal } from "@preact/signals";
import { api, useApi } from "../../api.ts";
import { Badge } from "../../parts/badge.tsx";
import { ActionButton } from "../../parts/buttons.tsx";
import { ConfirmButton } from "../../parts/confirm.tsx";
import { Json, JsonOrText } from "../../parts/json.tsx";
import { Empty, Load } from "../../parts/states.tsx";
import { Table } from "../../parts/table.tsx";
import { Time } from "../../parts/time.tsx";
import type { DataProps } from "./dataProps.ts";
import * as css from "./data.module.css";

export function Queues({ region, name }: DataProps) {
  const found = useApi<{ queues: DescribedQueue[] }>(
    `queues?region=${encodeURIComponent(region)}`,
    {
      everyMs: 3_000,
    },
  );
  return (
    <Load from={found}>
      {({ queues }) => {
        const queue = queues.find((each) => each.name === name);
        if (queue)
          return (
            <OneQueue key={queue.name} region={region} queue={queue} countAgain={found.reload} />
          );
        if (queues.length === 0) return <Empty title="This region has no queues." />;
        return (
          <Table
            label="Queues"
            rows={queues}
            rowKey={(each) => each.name}
            href={(each) => `/data/queues/${encodeURIComponent(each.name)}?region=${region}`}
            columns={[
              {
                title: "Queue",
                sortBy: (each) => each.name,
                cell: (each) => (
                  <>
                    {each.name} {each.isFifo && <Badge>FIFO</Badge>}{" "}
                    {each.deadLettersOf.length > 0 && <Badge tone="warn">dead letters</Badge>}
                  </>
                ),
              },
              {
                title: "Waiting",
                align: "right",
                cell: ({ visible }) => visible,
                sortBy: ({ visible }) => visible,
              },
              { title: "In flight", align: "right", cell: ({ inFlight }) => inFlight },
              { title: "Delayed", align: "right", cell: ({ delayed }) => delayed, isExtra: true },
            ]}
          />
        );
      }}
    </Load>
  );
}

interface QueueProps {
  readonly region: string;
  readonly queue: DescribedQueue;
  /** Reads the numbers of messages again. */
  readonly countAgain: () => void;
}

function OneQueue({ region, queue, countAgain }: QueueProps) {
  const suffix = `?region=${encodeURIComponent(region)}`;
  const path = `queues/${encodeURIComponent(queue.name)}`;
  const found = useApi<PeekedMessages>(`${path}/messages${suffix}`);
  const look = () => {
    found.reload();
    countAgain();
  };
  const post = (action: string, body: object) => async () => {
    await api(`${path}/${action}${suffix}`, { method: "POST", body });
    look();
  };
  return (
    <>
      <div class="toolbar">
        <a href={`/data/queues?region=${region}`}>All queues</a>
        <span class="muted">
          {queue.visible} waiting, {queue.inFlight} in flight
        </span>
        <button type="button" onClick={look}>
          Look again
        </button>
        {queue.deadLettersOf.map((to) => (
          <ConfirmButton
            key={to}
            question={`Move all messages back to ${to}?`}
            run={post("redrive", { to })}
          >
            Redrive to {to}
          </ConfirmButton>
        ))}
        <ConfirmButton question="Delete all messages?" run={post("purge", {})}>
          Purge
        </ConfirmButton>
      </div>
      {queue.deadLetters && (
        <p class="muted">
          After {queue.deadLetters.maxReceives} receives to{" "}
          <a href={`/data/queues/${encodeURIComponent(queue.deadLetters.queue)}?region=${region}`}>
            {queue.deadLetters.queue}
          </a>
        </p>
      )}
      <SendForm isFifo={queue.isFifo} send={(body) => post("messages", body)()} />
      <Load from={found}>
        {({ messages, total, way }) => (
          <>
            {way === "receive" && (
              <p class="muted">
                This endpoint has no list of messages: looking counts as a receive.
              </p>
            )}
            {messages.length === 0 && <Empty title="The queue is empty." />}
            {messages.map((message) => (
              <article key={message.id} class={`card ${css.message}`}>
                <p class="muted">
                  {message.sent && <Time at={message.sent} />} received {message.receives} times{" "}
                  {!message.isVisible && <Badge tone="info">in flight</Badge>}{" "}
                  {message.groupId && <Badge>{message.groupId}</Badge>}
                </p>
                <JsonOrText text={message.body} />
                {Object.keys(message.attributes).length > 0 && (
                  <Json value={message.attributes} label="Attributes" />
                )}
              </article>
            ))}
            {total > messages.length && <p class="muted">{total - messages.length} more</p>}
          </>
        )}
      </Load>
    </>
  );
}

function SendForm({ isFifo, send }: { isFifo: boolean; send: (body: object) => Promise<void> }) {
  const body = useSignal("");
  const group = useSignal("");
  const act = async () => {
    await send({
      body: body.value,
      ...(isFifo && { groupId: group.value || "console", deduplicationId: crypto.randomUUID() }),
    });
    body.value = "";
  };
  return (
    <details class="card">
      <summary>Send a message</summary>
      <div class="form">
        {isFifo && (
          <label>
            Group
            <input
              value={group.value}
              onInput={({ currentTarget }) => (group.value = currentTarget.value)}
            />
          </label>
        )}
        <label>
          Body
          <textarea
            rows={4}
            value={body.value}
            onInput={({ currentTarget }) => (body.value = currentTarget.value)}
          />
        </label>
        <div>
          <ActionButton tone="main" run={act} disabled={body.value === ""}>
            Send
          </ActionButton>
        </div>
      </div>
    </details>
  );
}
