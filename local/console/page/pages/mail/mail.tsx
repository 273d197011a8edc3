import type { ListedMessage, ReadMessage } from "../../../../apiTypes/mail.ts";
import { useApi, useEvents } from "../../api.ts";
import { Badge } from "../../parts/badge.tsx";
import { CopyButton } from "../../parts/buttons.tsx";
import { PageHead } from "../../parts/pageHead.tsx";
import { Search } from "../../parts/search.tsx";
import { Empty, Load } from "../../parts/states.tsx";
import { Table } from "../../parts/table.tsx";
import { Time } from "../../parts/time.tsx";
import { query, setQuery } from "../../router.ts";
import * as css from "./mail.module.css";

/** The mails and text messages that the platform sent; none leaves this machine. */
export function Mail({ rest: [id] }: { rest: readonly string[] }) {
  const search = query.value.get("to") ?? "";
  const found = useApi<{ messages: ListedMessage[] }>(
    `messages/last?to=${encodeURIComponent(search)}`,
  );
  useEvents("messages/stream", { onEvent: found.reload, onOpen: found.reload });
  return (
    <>
      <PageHead title="Mail and texts" note="They never leave this machine.">
        <Search label="To" value={search} onInput={(to) => setQuery({ to })} />
      </PageHead>
      {id !== undefined && <OneMessage id={id} />}
      <Load from={found}>
        {({ messages }) =>
          messages.length === 0 ? (
            <Empty title="No message was sent yet.">
              A sign-up, an invitation and a forgotten password send some.
            </Empty>
          ) : (
            <Messages messages={messages} current={id} />
          )
        }
      </Load>
    </>
  );
}

const Messages = ({
  messages,
  current,
}: {
  messages: readonly ListedMessage[];
  current: string | undefined;
}) => (
  <Table
    label="Messages"
    rows={messages}
    rowKey={(message) => message.id}
    href={({ id }) => `/mail/${encodeURIComponent(id)}`}
    current={current}
    columns={[
      {
        title: "To",
        cell: ({ to, kind }) => (
          <>
            <Badge tone="info">{kind}</Badge> {to.join(", ")}
          </>
        ),
      },
      {
        title: "Message",
        cell: ({ subject, text }) => (
          <>
            <strong>{subject}</strong> <span class="muted">{text.slice(0, 120)}</span>
          </>
        ),
        isExtra: true,
      },
      {
        title: "Code",
        cell: ({ codes }) =>
          codes.map((code) => (
            <CopyButton key={code} text={code}>
              <code>{code}</code>
            </CopyButton>
          )),
      },
      { title: "At", cell: ({ time }) => <Time at={time} />, align: "right" },
    ]}
  />
);

function OneMessage({ id }: { id: string }) {
  const found = useApi<ReadMessage>(`messages/${encodeURIComponent(id)}`);
  return (
    <Load from={found}>
      {({ subject, from, to, time, region, text, codes, isHtml }) => (
        <section class={`card ${css.message}`}>
          <h2>{subject ?? "Text message"}</h2>
          <dl class="facts">
            {from && (
              <>
                <dt>From</dt>
                <dd>{from}</dd>
              </>
            )}
            <dt>To</dt>
            <dd>{to.join(", ")}</dd>
            <dt>At</dt>
            <dd>
              <Time at={time} /> in {region}
            </dd>
            {codes.length > 0 && (
              <>
                <dt>Code</dt>
                <dd>
                  {codes.map((code) => (
                    <CopyButton key={code} text={code}>
                      <code>{code}</code>
                    </CopyButton>
                  ))}
                </dd>
              </>
            )}
          </dl>
          {isHtml ? (
            // Without any permission: no script, form, link or remote image of the mail works.
            <iframe
              title="The mail as it looks"
              sandbox=""
              src={`/_palisade/messages/${encodeURIComponent(id)}/preview`}
            />
          ) : (
            <p class="pre">{text}</p>
          )}
        </section>
      )}
    </Load>
  );
}
