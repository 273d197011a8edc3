import { isDeepStrictEqual } from "node:util";
import type { EvaluatedStack, FunctionToCall, ResourceToCreate, StackToEvaluate } from "./calls.ts";
import type { Requests, StackEvaluator } from "./thread.ts";

/** What a program has asked for, and what it was told, in order. */
type Exchange =
  | { readonly create: ResourceToCreate }
  | { readonly call: FunctionToCall }
  /** The response to a request, by its place among the requests. */
  | { readonly to: number; readonly result: unknown };

/** An evaluation that can be repeated without the program. */
export interface RecordedStack {
  /** Outputs of other stacks that the program was given. */
  readonly given: StackToEvaluate["outputs"];
  readonly exchanges: readonly Exchange[];
  readonly evaluated: EvaluatedStack;
}

/** A replayed evaluation gets another response than the program did. */
export class ReplayError extends Error {
  override readonly name = "ReplayError";
}

/** Records the last evaluation of each stack. */
export class RecordingEvaluator implements StackEvaluator {
  readonly #evaluator: StackEvaluator;
  /** By their names. */
  readonly stacks = new Map<string, RecordedStack>();

  constructor(evaluator: StackEvaluator) {
    this.#evaluator = evaluator;
  }

  async evaluate(stack: StackToEvaluate, requests: Requests): Promise<EvaluatedStack> {
    const exchanges: Exchange[] = [];
    let count = 0;
    const record = async <Result>(request: Exchange, respond: () => Promise<Result>) => {
      exchanges.push(request);
      const to = count++;
      const result = await respond();
      exchanges.push({ to, result });
      return result;
    };
    // Copied, because the outputs of later stacks are added to it.
    const given = { ...stack.outputs };
    const evaluated = await this.#evaluator.evaluate(stack, {
      create: (create) => record({ create }, () => requests.create(create)),
      call: (call) => record({ call }, () => requests.call(call)),
    });
    this.stacks.set(stack.stack, { given, exchanges, evaluated });
    return evaluated;
  }
}

/**
 * Asks for what a program has asked for, at the same points.
 *
 * @returns what the program had returned
 * @throws ReplayError when a response differs; all requests have ended then
 */
export async function replayStack(
  { given, exchanges, evaluated }: RecordedStack,
  { outputs }: StackToEvaluate,
  requests: Requests,
): Promise<EvaluatedStack> {
  if (!isSame(given, outputs)) throw new ReplayError("The outputs of another stack differ.");
  const responses: Promise<unknown>[] = [];
  try {
    for (const exchange of exchanges) {
      if ("to" in exchange) {
        if (isSame(await responses[exchange.to], exchange.result)) continue;
        throw new ReplayError("A response differs.");
      }
      const response: Promise<unknown> =
        "create" in exchange ? requests.create(exchange.create) : requests.call(exchange.call);
      response.catch(() => {}); // Reported when it is awaited.
      responses.push(response);
    }
    return evaluated;
  } catch (cause) {
    await Promise.allSettled(responses);
    throw cause instanceof ReplayError ? cause : new ReplayError("A request failed.", { cause });
  }
}

/** Compares values as JSON has them. */
const isSame = (one: unknown, other: unknown): boolean =>
  isDeepStrictEqual(JSON.parse(JSON.stringify(one)), JSON.parse(JSON.stringify(other)));
