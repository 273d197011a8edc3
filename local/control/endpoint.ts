import type { ControlRequest } from "./controlRequest.ts";

/** An endpoint of the JSON API under `/_palisade/`. */
export interface Endpoint {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /**
   * Below `/_palisade/`, such as `calls/{id}`. A parameter is a whole segment, and matches any text. Of two
   * paths that match, the earlier in the table is taken, so `calls/stream` stands before `calls/{id}`.
   */
  readonly path: string;
  /** Query parameters, for the list of endpoints in error messages. @default none */
  readonly query?: readonly string[];
  /**
   * Carries out a request.
   *
   * @returns the body of a response with status 200, which is sent as JSON, or an `EventStream` or a
   *   `RawResponse`
   * @throws ControlError for what the caller can mend. Other errors go to the terminal, and the client gets 500
   *   with a fixed text.
   */
  handle(request: ControlRequest): object | Promise<object>;
}
