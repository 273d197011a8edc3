import type { Message } from "../../../../calls/record.ts";
import { JsonOrText } from "../../parts/json.tsx";
import { bytes } from "../../parts/time.tsx";

/** A request or response. Its secrets were masked before they came here. */
export function MessageView({ title, message }: { title: string; message: Message }) {
  const { headers, body, truncated } = message;
  return (
    <section class="card">
      <h2>{title}</h2>
      <details>
        <summary>{headers.length} headers</summary>
        <dl class="facts mono">
          {headers.map(([name, value], index) => (
            <>
              <dt key={index}>{name}</dt>
              <dd>{value}</dd>
            </>
          ))}
        </dl>
      </details>
      <p class="muted">{summaryOf(message)}</p>
      {body !== null && <JsonOrText text={body} />}
      {truncated && <p class="muted">The rest of the body is not kept.</p>}
    </section>
  );
}

function summaryOf({ bytes: count, binary, streamed, truncated }: Message): string {
  if (streamed) return `A stream of ${bytes(count)}, whose content is not kept.`;
  if (count === 0) return "No body.";
  if (binary) return `A binary body of ${bytes(count)}.`;
  return `A body of ${bytes(count)}${truncated ? ", of which this is the beginning" : ""}.`;
}
