import type { TryResponse } from "../../../../routes/triedCall.ts";
import { Status } from "../../parts/badge.tsx";
import { CopyButton } from "../../parts/buttons.tsx";
import { JsonOrText } from "../../parts/json.tsx";
import { bytes, duration } from "../../parts/time.tsx";
import * as css from "./routes.module.css";

/** What came back. */
export function Response({ result }: { result: TryResponse }) {
  const { status, statusText, headers, text, durationMs, headMs, id, region, curl, notes } = result;
  const type = headers.find(([name]) => name.toLowerCase() === "content-type")?.[1];
  return (
    <section class={css.response} aria-label="Response">
      <div class={css.head}>
        <Status code={status} /> {statusText}
        <span title={`The response began after ${duration(headMs)}`}>{duration(durationMs)}</span>
        {region && <span>{region}</span>}
        <span class="muted">{bytes(result.bytes)}</span>
        {id && <a href={`/calls/${encodeURIComponent(id)}`}>The call, part by part</a>}
        <CopyButton text={curl}>Copy as curl</CopyButton>
      </div>
      {notes.map((note) => (
        <p key={note} class="muted">
          {note}
        </p>
      ))}
      <Body text={text} size={result.bytes} type={type} />
      {result.truncated && <p class="muted">Only the first {bytes(1_048_576)} are shown.</p>}
      <details>
        <summary>{headers.length} headers</summary>
        <dl class="facts mono">
          {headers.map(([name, value], index) => (
            <div key={`${index} ${name}`}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </details>
    </section>
  );
}

function Body({
  text,
  size,
  type,
}: {
  text: string | undefined;
  size: number;
  type: string | undefined;
}) {
  if (size === 0) return <p class="muted">The response has no body.</p>;
  if (text !== undefined) return <JsonOrText text={text} />;
  return (
    <p class="muted">
      {bytes(size)} of {type ?? "an unknown type"}, which is no text.
    </p>
  );
}
