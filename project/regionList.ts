import { InvalidArgumentError } from "commander";
import { looksLikeRegion } from "./stackName.ts";

/**
 * Reads a list of regions from the command line, such as `us-east-1, eu-west-1`.
 *
 * @throws InvalidArgumentError
 */
export function regionList(text: string): string[] {
  const names = text.split(",").map((name) => name.trim());
  if (names.every(looksLikeRegion)) return names;
  throw new InvalidArgumentError("Must be a list of regions, such as us-east-1,eu-west-1.");
}
