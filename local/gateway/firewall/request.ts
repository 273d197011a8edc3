/** The parts of a request that statements inspect. Texts have one character per byte. */
export interface InspectedRequest {
  readonly clientIp: string;
  readonly method: string;
  /** As sent: with the stage, unless the client used a custom domain. */
  readonly uriPath: string;
  /** As sent, without `?`. */
  readonly query: string;
  /** As sent: alternating names and values. */
  readonly rawHeaders: readonly string[];
  /**
   * The values of a header by its lower-case name, joined by commas. AWS does not document how it
   * inspects several lines of the same name.
   */
  header(name: string): string | undefined;
  /** The body's length; reads the body if it is not declared. */
  bodyBytes(): number | Promise<number>;
  /** Reads the body, or its beginning of at least `bytes` bytes. */
  readBody(bytes: number): Promise<Buffer>;
}

/** True if a statement matches a request with the labels of earlier rules. */
export type Matches = (
  request: InspectedRequest,
  labels: ReadonlySet<string>,
) => boolean | Promise<boolean>;
