import { InvalidArgumentError, Option } from "commander";
import { commandLine, type Io } from "../../project/command.ts";
import { regionList } from "../../project/regionList.ts";
import { scenarios } from "./scenarios/index.ts";
import type { Scenario } from "./scenarios/scenario.ts";

export interface ChaosOptions {
  readonly scenario: readonly Scenario[];
  readonly rps: number;
  readonly seconds: number;
  readonly target?: readonly string[];
  readonly url?: string;
  readonly regions?: readonly string[];
  readonly env?: string;
  readonly speed?: number;
  readonly report?: string;
  readonly json: boolean;
}

/** @throws CommanderError */
export const readOptions = (argv: readonly string[], io: Io): ChaosOptions =>
  commandLine("npm run chaos", io)
    .description(
      "Runs load, a fault and the recovery against the platform on this machine: the one that runs, or one " +
        "started for it.",
    )
    .requiredOption("--scenario <names>", help(), chosenScenarios)
    .option("--rps <number>", "requests per second", number(10, 400), 100)
    .option("--seconds <number>", "length of each scenario, at least", number(2, 3_600), 30)
    .option("--target <regions>", "regions to fail [default: one that is not home]", regionList)
    .addOption(
      new Option("--url <url>", "the edge of a running platform").conflicts([
        "regions",
        "env",
        "speed",
      ]),
    )
    .option("--regions <names>", "start a platform with these regions", regionList)
    .option("--env <name>", "start a platform of this environment [default: local]")
    .option("--speed <number>", "start a platform with this speed: see npm start", number(1, 1_000))
    .option("--report <file>", "HTML report [default: .local/chaos/<time>-<scenario>.html]")
    .option("--json", "print JSON", false)
    .parse(argv, { from: "user" })
    .opts<ChaosOptions>();

const help = (): string =>
  ["all, or some of:", ...scenarios.map(({ name, summary }) => `${name} (${summary})`)].join(" ");

function chosenScenarios(text: string): readonly Scenario[] {
  if (text === "all") return scenarios;
  return text.split(",").map((name) => {
    const found = scenarios.find((each) => each.name === name.trim());
    if (found) return found;
    const names = scenarios.map((each) => each.name).join(", ");
    throw new InvalidArgumentError(`Must be all, or some of: ${names}.`);
  });
}

function number(lowest: number, highest: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== "" && value >= lowest && value <= highest) return value;
    throw new InvalidArgumentError(`Must be a number from ${lowest} to ${highest}.`);
  };
}
