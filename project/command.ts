import { Command, CommanderError, Help, InvalidArgumentError, type Option } from "commander";
import { colours } from "./colours.ts";
import { explain } from "./explain.ts";

/** The surroundings of a command, which tests replace. */
export interface Io {
  /** Writes to standard output. */
  readonly out: (text: string) => void;
  /** Writes to standard error. */
  readonly err: (text: string) => void;
  /** Folder that relative paths start from. */
  readonly cwd: string;
}

export const processIo: Io = {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  cwd: process.cwd(),
};

/** A command line to describe and parse within {@link exitCodeOf}: `--help` and mistakes throw. */
export const commandLine = (name: string, { out, err }: Io): Command =>
  new Command(`${name} --`)
    .exitOverride()
    .configureOutput({ writeOut: out, writeErr: err })
    .configureHelp({ optionDescription });

/** Without the default of a switch: off is what nobody asks about. */
function optionDescription(this: Help, option: Option): string {
  const text = Help.prototype.optionDescription.call(this, option);
  return option.defaultValue === false ? text.replace(" (default: false)", "") : text;
}

/**
 * Does a command's work and prints the error that it ends with.
 *
 * @param work - may return another exit code than 0
 * @param failure - exit code after an error
 */
export async function exitCodeOf(
  io: Io,
  work: () => Promise<number | void>,
  failure = 1,
): Promise<number> {
  try {
    return (await work()) ?? 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : failure;
    io.err(`${colours.red(explain(error))}\n`);
    return failure;
  }
}

/**
 * Parses an option's number.
 *
 * @throws InvalidArgumentError when it is not one from `least` to `most`
 */
export const numberFrom =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (text.trim() !== "" && value >= least && value <= most) return value;
    throw new InvalidArgumentError(
      `Must be a number from ${least.toLocaleString("en-US")} to ${most.toLocaleString("en-US")}.`,
    );
  };
