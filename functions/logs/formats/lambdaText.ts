import { type Format, jsonObject, recordOf } from "./format.ts";

const uuid = "[\\da-f]{8}-[\\da-f]{4}-[\\da-f]{4}-[\\da-f]{4}-[\\da-f]{12}";
const time = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";

/** `START`, `END` and `REPORT`, and what Lambda says about a process that ended. */
const platform = new RegExp(`^(?:START|END|REPORT|INIT_START|) ?RequestId: (${uuid})`);
const timedOut = new RegExp(`^(${time}) (${uuid}) (Task timed out after [\\d.]+ seconds)`);
/** As Lambda's Node.js writes `console.log` and errors that nobody has caught. */
const consoleLine = new RegExp(`^(${time})\\t(${uuid}|undefined)\\t([A-Z]+)\\t([^]*)$`);

/**
 * Lines that Lambda itself writes in a function's log, in its format `Text`.
 * Source: Lambda Developer Guide, "Working with Lambda function logs" and "Log and monitor Node.js Lambda functions".
 */
export const lambdaText: Format = (text) => {
  const timeout = timedOut.exec(text);
  if (timeout) {
    const [, timestamp, executionId, error] = timeout;
    const said = { timestamp, executionId, level: "error", message: error };
    return { fields: { ...said, errorType: "Sandbox.Timedout", error } };
  }
  const printed = consoleLine.exec(text);
  if (printed) return readConsole(printed);
  const executionId = platform.exec(text)?.[1];
  if (executionId === undefined) return undefined;
  return { fields: { executionId, message: text.trim(), ...factsIn(text) } };
};

function readConsole([, timestamp, id, level = "", rest = ""]: RegExpExecArray) {
  const executionId = id === "undefined" ? undefined : id;
  const fields = { timestamp, executionId, level: level.toLowerCase() };
  const thrown = /^([\w ]+?) ?\t(\{[^]*\})\s*$/.exec(rest);
  if (thrown) {
    const { errorType, errorMessage, stack, trace } = recordOf(jsonObject(thrown[2]!));
    const lines = [stack, trace].find(Array.isArray) as unknown[] | undefined;
    const error = lines && lines.length > 0 ? lines.join("\n") : errorMessage;
    return { fields: { ...fields, message: thrown[1], errorType, error } };
  }
  return { fields: { ...fields, message: rest.trimEnd() } };
}

/** The figures of a `REPORT` line. */
function factsIn(text: string) {
  const given = (pattern: RegExp) => pattern.exec(text)?.[1];
  const status = given(/\tStatus: (\w+)/);
  const error = given(/ Error: (.*)/);
  return {
    durationMs: given(/\tDuration: ([\d.]+) ms/),
    traceId: given(/XRAY TraceId: (\S+)/),
    ...(/\tInit Duration: /.test(text) && { coldStart: true }),
    ...((status !== undefined || error !== undefined) && { level: "error" }),
    errorType: given(/\tError Type: (\S+)/) ?? status,
    error,
  };
}
