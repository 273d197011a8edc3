import type { ReloadEvent, Reloads, SavedData } from "../../apiTypes/platform.ts";
import { Time } from "./parts/time.tsx";
import { isConnected, useApi, useEvents } from "./api.ts";

/** What every page says first: that the platform is gone, what is not saved, and what is wrong with what was edited. */
export function Banners() {
  const saved = useApi<SavedData>("data", { everyMs: 5_000 });
  const { data, reload } = useApi<Reloads>("reloads");
  useEvents(data?.watching ? "reloads/stream" : undefined, { onEvent: reload, onOpen: reload });
  return (
    <div class="banners" role="status">
      {!isConnected.value && (
        <p class="banner bad">
          The platform does not respond. Start it again with <code>npm start</code>; this page then
          goes on.
        </p>
      )}
      {saved.data?.problems.map(({ region, since, message }) => (
        <div class="banner bad" key={region}>
          <strong>The data of {region} can't be saved</strong> since <Time at={since} />. It is
          tried again; what was saved last stays.
          <pre>{message}</pre>
        </div>
      ))}
      {data?.faults.map((fault) => (
        <Fault key={fault.kind + fault.names.join()} {...fault} />
      ))}
    </div>
  );
}

function Fault({ kind, names, error, at }: ReloadEvent) {
  const what = kind === "definition" ? "The definition" : names.join(", ");
  const line = error?.line === undefined ? "" : `:${error.line}`;
  return (
    <div class="banner bad">
      <strong>{what} has an error</strong>
      {error?.file && (
        <>
          {" in "}
          <code>
            {error.file}
            {line}
          </code>
        </>
      )}
      {" since "}
      <Time at={at} />. The last good version goes on.
      <pre>{error?.message}</pre>
      {error?.source && <pre class="muted">{error.source}</pre>}
    </div>
  );
}
