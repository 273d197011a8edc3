import type { Resource } from "../graph/resource.ts";
import type { InvokeFunction } from "../lambda/contract.ts";
import { invokeLater, type Outcome } from "../lambda/invokeLater.ts";
import { asyncSettingsOf, isQueue } from "./asyncSettings.ts";
import { type SendToQueue, textAttributes } from "./sendToQueue.ts";

/** Pauses before Lambda repeats a call, in ms. (Lambda Developer Guide, "How Lambda handles errors and retries with asynchronous invocation") */
const pausesMs = [60_000, 120_000];

export interface AsyncCallOptions {
  readonly resources: readonly Resource[];
  readonly invoke: InvokeFunction;
  readonly send: SendToQueue;
  /** Ends repetitions. */
  readonly signal: AbortSignal;
  /** Receives a line for each call that failed for good. */
  readonly log: (line: string) => void;
  /** @default Lambda's own */
  readonly pauses?: readonly number[];
}

/** Starts a function without waiting for its result, and sends what becomes of the call to its destinations. */
export type CallLater = (functionArn: string, payload: string) => Promise<void>;

export function createAsyncCalls(options: AsyncCallOptions): CallLater {
  const { resources, invoke, signal, log, pauses = pausesMs } = options;
  return (functionArn, payload) => {
    const settings = asyncSettingsOf(functionArn, resources);
    const finish = async (outcome: Outcome) => {
      const isFailure = outcome.result?.functionError !== undefined || !outcome.result;
      if (isFailure)
        log(`${functionArn} failed ${outcome.attempts} times: ${outcome.result?.payload}`);
      if (!settings) return;
      const { roleArn, deadLetterArn, onFailure, onSuccess } = settings;
      const destination = isFailure ? onFailure : onSuccess;
      if (destination && isQueue(destination)) {
        const record = recordOf(functionArn, payload, outcome, isFailure);
        await options.send(destination, { roleArn, body: JSON.stringify(record) });
      }
      if (isFailure && deadLetterArn && isQueue(deadLetterArn)) {
        await options.send(deadLetterArn, {
          roleArn,
          body: payload,
          attributes: reasonOf(outcome),
        });
      }
    };
    return invokeLater(invoke, functionArn, payload, {
      pauses: pauses.slice(0, settings?.maxRetries),
      signal,
      onOutcome: (outcome) =>
        void finish(outcome).catch((error: Error) => log(`${functionArn}: ${error.message}`)),
    });
  };
}

/** The record that a destination receives. (Same guide, "Capturing records of Lambda asynchronous invocations") */
function recordOf(functionArn: string, payload: string, outcome: Outcome, isFailure: boolean) {
  const { result, attempts } = outcome;
  const qualified = functionArn.split(":").length === 7 ? `${functionArn}:$LATEST` : functionArn;
  return {
    version: "1.0",
    timestamp: new Date().toISOString(),
    requestContext: {
      requestId: result?.requestId ?? null,
      functionArn: qualified,
      condition: isFailure ? "RetriesExhausted" : "Success",
      approximateInvokeCount: attempts,
    },
    requestPayload: JSON.parse(payload) as unknown,
    ...(result && {
      responseContext: {
        statusCode: 200,
        executedVersion: "$LATEST",
        ...(result.functionError && { functionError: result.functionError }),
      },
      responsePayload: result.payload === "" ? null : (JSON.parse(result.payload) as unknown),
    }),
  };
}

/** What a dead-letter queue receives beside the event. (Same guide, "Adding a dead-letter queue") */
function reasonOf({ result }: Outcome) {
  const { errorMessage = "" } = (result ? JSON.parse(result.payload) : {}) as {
    errorMessage?: string;
  };
  return textAttributes({
    RequestID: result?.requestId ?? "",
    ErrorCode: result ? "200" : "429",
    // The first kilobyte.
    ErrorMessage: errorMessage.slice(0, 1_024),
  });
}
