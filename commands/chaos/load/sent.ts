/** What a request asks for. */
export type RequestKind =
  /** `GET /health`: through the proxy function to the orders service. */
  | "health"
  /** `GET /catalog` with a token: the catalog service. */
  | "catalog"
  /** `POST /orders` with a token: a write. */
  | "order";

/** A request of the load with its result. */
export interface Sent {
  readonly kind: RequestKind;
  /** The client's place: an AWS region. */
  readonly from: string;
  /** Time at which it was due, in ms since the load began. */
  readonly at: number;
  /** From then to the end of the response, in ms: a client that waits for its turn waits too. */
  readonly latencyMs: number;
  /** The response's status, or the code of the connection's error. */
  readonly status: number | string;
  /** The region that responded. */
  readonly region?: string | undefined;
}

export const isFailed = ({ status }: Pick<Sent, "status">): boolean =>
  typeof status === "string" || status >= 400;

/** Whether the edge may send it twice. */
export const isIdempotent = ({ kind }: Pick<Sent, "kind">): boolean => kind !== "order";
