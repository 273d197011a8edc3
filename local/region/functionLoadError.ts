/** Lambda's error object. */
interface LambdaError {
  readonly errorType?: string;
  readonly errorMessage?: string;
  readonly trace?: readonly string[];
}

/** A function's modules do not load. */
export class FunctionLoadError extends Error {
  override readonly name = "FunctionLoadError";
  /** File of the function's source that failed, if its bundle names it: with a source map the source's own path. */
  readonly file: string | undefined;
  readonly line: number | undefined;

  /** @param payload - Lambda's error object as JSON */
  constructor(functionName: string, payload: string) {
    const { errorType = "Error", errorMessage, trace = [] } = JSON.parse(payload) as LambdaError;
    const place = trace.map(placeIn).find((each) => each !== undefined);
    const where = place ? ` (${place.file}:${place.line})` : "";
    super(
      `Function "${functionName}" does not load: ${errorType}: ${errorMessage ?? payload}${where}`,
    );
    this.file = place?.file;
    this.line = place?.line;
  }
}

/** A line of a stack trace, such as `at handler (functions/orders/index.ts:12:3)`. */
function placeIn(line: string): { file: string; line: number } | undefined {
  const [, file = "", number] =
    /^\s*at (?:.*\()?(?:file:\/\/)?([^()\s]+?):(\d+)(?::\d+)?\)?$/.exec(line) ?? [];
  return number === undefined || file.startsWith("node:")
    ? undefined
    : { file, line: Number(number) };
}
