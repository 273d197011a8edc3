import { signal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";

/** A response of the API that is an error, or none at all (`status` 0). */
class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Whether the platform responds. */
export const isConnected = signal(true);

/**
 * Calls the API.
 *
 * @param path - below `/_palisade/`, such as `calls?limit=50`; encode parts with `encodeURIComponent`
 * @param init - `body` is sent as JSON
 * @throws ApiError with the response's message
 */
export async function api<Body>(
  path: string,
  init: { method?: string; body?: unknown; signal?: AbortSignal } = {},
): Promise<Body> {
  const { method = "GET", body, signal: aborted } = init;
  const response = await fetch(`/_palisade/${path}`, {
    method,
    ...(body !== undefined && {
      body: JSON.stringify(body),
      headers: { "content-type": "application/json" },
    }),
    ...(aborted && { signal: aborted }),
  }).catch((error: unknown) => {
    if (aborted?.aborted) throw error;
    isConnected.value = false;
    throw new ApiError(0, "The platform does not respond. Is npm start still running?");
  });
  isConnected.value = true;
  const result = (await response.json().catch((error: unknown) => {
    // Errors have no JSON where something else than the platform responds.
    if (!response.ok) return {};
    if (aborted?.aborted) throw error;
    throw new ApiError(0, "The response ended early. Is npm start still running?");
  })) as { message?: string };
  if (response.ok) return result as Body;
  throw new ApiError(response.status, result.message ?? `The API responded ${response.status}.`);
}

/** What `useApi` knows. Earlier data stays while newer is on its way, and after an error. */
export interface Loaded<Body> {
  readonly data: Body | undefined;
  readonly error: Error | undefined;
  readonly reload: () => void;
}

/**
 * Loads from the API, again when the path changes.
 *
 * @param path - `undefined` loads nothing
 * @param options - `everyMs` loads again and again while the page is visible
 */
export function useApi<Body>(
  path: string | undefined,
  { everyMs }: { everyMs?: number } = {},
): Loaded<Body> {
  const [state, setState] = useState<{ path?: string; data?: Body; error?: Error }>({});
  const [count, setCount] = useState(0);
  useEffect(() => {
    if (path === undefined) return;
    const leaving = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const load = async () => {
      if (!document.hidden) {
        try {
          const data = await api<Body>(path, { signal: leaving.signal });
          setState({ path, data });
        } catch (error) {
          if (leaving.signal.aborted) return;
          setState((before) => ({
            path,
            ...(before.path === path && before.data !== undefined && { data: before.data }),
            error: error as Error,
          }));
        }
      }
      if (everyMs !== undefined && !leaving.signal.aborted) timer = setTimeout(load, everyMs);
    };
    const loadNow = () => {
      if (document.hidden || everyMs === undefined) return;
      clearTimeout(timer);
      void load();
    };
    void load();
    document.addEventListener("visibilitychange", loadNow);
    return () => {
      leaving.abort();
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", loadNow);
    };
  }, [path, everyMs, count]);
  const isCurrent = state.path === path;
  return {
    data: isCurrent ? state.data : undefined,
    error: isCurrent ? state.error : undefined,
    reload: () => setCount((before) => before + 1),
  };
}

interface Subscriber<Event> {
  readonly onEvent: (event: Event) => void;
  /** The stream begins, at first and after an interruption: load what happened before. */
  readonly onOpen?: () => void;
  /** So many events were lost, because this page reads too slowly. */
  readonly onDropped?: (count: number) => void;
}

/**
 * Follows a stream of events. It is closed while the page is hidden, because browsers open at most six
 * connections to a server over HTTP/1.1, for all pages together.
 *
 * @param path - as for {@link api}
 * @returns a function that ends it
 */
function subscribe<Event>(path: string, subscriber: Subscriber<Event>): () => void {
  let source: EventSource | undefined;
  const open = () => {
    source = new EventSource(`/_palisade/${path}`);
    source.onopen = () => {
      isConnected.value = true;
      subscriber.onOpen?.();
    };
    source.onmessage = ({ data }: MessageEvent<string>) =>
      subscriber.onEvent(JSON.parse(data) as Event);
    source.addEventListener("dropped", ({ data }: MessageEvent<string>) =>
      subscriber.onDropped?.((JSON.parse(data) as { count: number }).count),
    );
  };
  const close = () => {
    source?.close();
    source = undefined;
  };
  const follow = () => {
    if (document.hidden) close();
    else if (!source) open();
  };
  follow();
  document.addEventListener("visibilitychange", follow);
  return () => {
    close();
    document.removeEventListener("visibilitychange", follow);
  };
}

/** Follows a stream while a component is shown. @param path - `undefined` follows nothing */
export function useEvents<Event>(path: string | undefined, subscriber: Subscriber<Event>): void {
  const latest = useRef(subscriber);
  latest.current = subscriber;
  useEffect(() => {
    if (path === undefined) return;
    return subscribe<Event>(path, {
      onEvent: (event) => latest.current.onEvent(event),
      onOpen: () => latest.current.onOpen?.(),
      onDropped: (count) => latest.current.onDropped?.(count),
    });
  }, [path]);
}
