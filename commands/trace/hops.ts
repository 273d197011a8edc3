import type { LogDocument } from "../../functions/logs/document.ts";

/** A part of a call, by one line. */
export interface Hop {
  /** Such as `gateway`, `authorizer`, `function orders` or `service orders`. */
  readonly name: string;
  readonly depth: number;
  readonly region: string | undefined;
  /** In ms since 1970; undefined if the line tells no time. */
  readonly startMs: number | undefined;
  /** Undefined if the line tells none: it is a moment. */
  readonly durationMs: number | undefined;
  readonly failed: boolean;
  readonly text: string;
  readonly document: LogDocument;
}

const textOf = (document: LogDocument, name: string): string | undefined => {
  const value = document[name];
  return typeof value === "object" || value === undefined ? undefined : String(value);
};

const depths: Readonly<Record<string, number>> = {
  edge: 0,
  firewall: 1,
  access: 1,
  gateway: 1,
  execution: 2,
  function: 2,
  network: 3,
  service: 3,
};

/** The hops of a call in the order of their beginnings; within the same time, the outer one first. */
export function hopsOf(documents: readonly LogDocument[]): Hop[] {
  const authorizers = new Set(
    documents.map((each) => textOf(each, "palisade.authorizer_request_id")).filter(Boolean),
  );
  return documents
    .map((document) => hopOf(document, authorizers))
    .sort((a, b) => (a.startMs ?? Infinity) - (b.startMs ?? Infinity) || a.depth - b.depth);
}

function hopOf(document: LogDocument, authorizers: ReadonlySet<string | undefined>): Hop {
  const kind = String(textOf(document, "event.dataset")).replace("palisade.", "");
  const duration = textOf(document, "event.duration");
  const at = textOf(document, "event.start") ?? textOf(document, "@timestamp");
  const startMs = at === undefined ? undefined : Date.parse(at);
  const isAuthorizer = authorizers.has(textOf(document, "faas.execution") ?? "");
  return {
    name: isAuthorizer ? "authorizer" : nameOf(kind, document),
    depth: depths[kind] ?? 2,
    region: textOf(document, "cloud.region"),
    startMs,
    durationMs: duration === undefined ? undefined : Number(duration) / 1e6,
    failed: document["event.outcome"] === "failure",
    text: lineOf(document),
    document,
  };
}

function nameOf(kind: string, document: LogDocument): string {
  if (kind === "access" || kind === "execution") return "gateway";
  const source =
    textOf(document, "service.name") ?? textOf(document, "faas.name")?.replace(/-[\da-f]{7}$/, "");
  return source === undefined ? kind : `${kind} ${source}`;
}

/** What happened, with the cause. */
function lineOf(document: LogDocument): string {
  const message = textOf(document, "message") ?? "";
  const call = [textOf(document, "http.route") ?? textOf(document, "url.path")];
  const status = textOf(document, "http.response.status_code");
  const said = message === "request" ? [...call, status].filter(Boolean).join(" ") : message;
  const attempts = Number(textOf(document, "palisade.attempts") ?? 1);
  const parts = [
    said.split("\n", 1)[0]!,
    attempts !== 1 && `${attempts} attempts`,
    textOf(document, "error.type"),
    textOf(document, "error.message"),
  ];
  const distinct = parts.filter(
    (part, index) =>
      typeof part === "string" &&
      !parts.slice(0, index).some((other) => String(other).includes(part)),
  );
  return distinct.join(" · ");
}
