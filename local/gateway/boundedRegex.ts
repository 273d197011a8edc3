import { createContext, Script } from "node:vm";

/** The longest search, in milliseconds; the process serves nothing else meanwhile. */
const limitMs = 1000;

/** Steps that take a few milliseconds. Starting a timer takes a tenth of one. */
const quickSteps = 1_000_000;

/** Without the pattern and the text: both may have come from a client. */
export class SlowRegexError extends Error {
  override readonly name = "SlowRegexError";

  constructor(text: string) {
    super(
      `A regular expression took longer than ${limitMs} ms on a text of ${text.length} characters. ` +
        "Write it so that each part of a text fits one of its parts only, without repeated groups",
    );
  }
}

/**
 * Searches a text with a pattern of the API's definition. JavaScript tries all ways in which the parts of a
 * pattern can match, which may take years for a short text; V8 ends a search in time if it runs in a script
 * with a timeout. Searches that can't take long need none.
 *
 * @param search - uses `regex` on `text`
 * @throws SlowRegexError
 */
export function bounded<Result>(regex: RegExp, text: string, search: () => Result): Result {
  if (stepsOf(regex, text.length) <= quickSteps) return search();
  sandbox.search = search;
  try {
    return script.runInContext(sandbox, { timeout: limitMs }) as Result;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code === "ERR_SCRIPT_EXECUTION_TIMEOUT" ? new SlowRegexError(text) : error;
  } finally {
    sandbox.search = undefined;
  }
}

/** Tests texts. The function throws SlowRegexError. */
export const boundedTest =
  (regex: RegExp) =>
  (text: string): boolean =>
    bounded(regex, text, () => regex.test(text));

const sandbox = createContext({ search: undefined as (() => unknown) | undefined });
const script = new Script("search()");

/** What a pattern may have to try again. */
interface Choices {
  /** Parts whose length is tried anew for each length of the others. */
  readonly lengths: number;
  /** Parts that have two ways to match. */
  readonly pairs: number;
}

const known = new WeakMap<RegExp, Choices>();

function stepsOf(regex: RegExp, length: number): number {
  let choices = known.get(regex);
  if (choices === undefined) known.set(regex, (choices = choicesOf(regex.source)));
  return length ** choices.lengths * 2 ** choices.pairs;
}

const single = /\\[^]|\[(?:\\[^]|[^\]\\])*\]/g;

function choicesOf(source: string): Choices {
  const isCapture = /\\[1-9k]/.test(source);
  const parts = source.replace(single, "a").replace(/\(\?(?:<?[=!]|:|<\w+>)/g, "(");
  // A repeated group can match in exponentially many ways.
  if (isCapture || /\)(?:[*+]|\{)/.test(parts)) return { lengths: Infinity, pairs: 0 };
  const lengths = parts.match(/[*+]|\{\d/g)?.length ?? 0;
  const pairs = parts.match(/\||(?<![*+}])\?/g)?.length ?? 0;
  // A search begins at each character.
  return { lengths: parts.startsWith("^") ? lengths : lengths + 1, pairs };
}
