import { createHash } from "node:crypto";
import type { Properties } from "../graph/resource.ts";
import { UnknownTypeError } from "./errors.ts";
import type { InputFailure } from "./schema/index.ts";
import { isUnknown } from "./schema/unknown.ts";

const passwordType = "random:index/randomPassword:RandomPassword";

/** Returns a whole number from 0 to `limit` - 1. */
export type Chooser = (limit: number) => number;

/** The same numbers at each start for the same seed, for the evaluation in this process. */
export function seededChooser(seed: string): Chooser {
  let count = 0;
  // 48 bits modulo a few dozen: the bias is far below what matters.
  return (limit) => {
    const hash = createHash("sha256").update(`${seed}\0${count++}`).digest();
    return hash.readUIntBE(0, 6) % limit;
  };
}

/**
 * Checks the inputs of a resource of the package `random`.
 *
 * @throws UnknownTypeError
 */
export function checkRandom(type: string, inputs: Properties): InputFailure[] {
  if (type !== passwordType) throw new UnknownTypeError(type);
  const { length } = inputs;
  if (isUnknown(length)) return [];
  if (!Number.isInteger(length) || (length as number) < 1) {
    const reason = `must be a whole number from 1; it is ${JSON.stringify(length)}`;
    return [{ property: "length", reason }];
  }
  const sets = characterSets(inputs);
  const least = sets.reduce((sum, { minimum }) => sum + minimum, 0);
  if (least > (length as number)) {
    const reason = `is ${String(length)}, but the minimums of its characters add up to ${least}`;
    return [{ property: "length", reason }];
  }
  if (sets.length > 0) return [];
  return [{ property: "special", reason: "is false, as are all other kinds of characters" }];
}

/**
 * The outputs of a random password. The real provider adds `bcryptHash`, which is left out here.
 * Source: Terraform Registry, "random_password".
 */
export function createRandom(inputs: Properties, choose: Chooser): { id: string; result: string } {
  const sets = characterSets(inputs);
  const all = sets.map(({ characters }) => characters).join("");
  const pick = (from: string) => from.charAt(choose(from.length));
  const chosen = sets.flatMap(({ characters, minimum }) =>
    Array.from({ length: minimum }, () => pick(characters)),
  );
  while (chosen.length < (inputs["length"] as number)) chosen.push(pick(all));
  return { id: "none", result: shuffled(chosen, choose).join("") };
}

interface CharacterSet {
  readonly characters: string;
  readonly minimum: number;
}

/** The characters that a password may have. All kinds are on by default. */
function characterSets(inputs: Properties): CharacterSet[] {
  const { overrideSpecial, number } = inputs;
  const special = typeof overrideSpecial === "string" ? overrideSpecial : "";
  const kinds = [
    ["lower", "minLower", "abcdefghijklmnopqrstuvwxyz"],
    ["upper", "minUpper", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"],
    ["numeric", "minNumeric", "0123456789"],
    ["special", "minSpecial", special === "" ? "!@#$%&*()-_=+[]{}<>:?" : special],
  ] as const;
  return kinds.flatMap(([kind, least, characters]) => {
    // `number` is the earlier name of `numeric`.
    const isOn = (kind === "numeric" ? (inputs[kind] ?? number) : inputs[kind]) !== false;
    const minimum = Number(inputs[least] ?? 0);
    return isOn ? [{ characters, minimum }] : [];
  });
}

function shuffled(characters: string[], choose: Chooser): string[] {
  const rest = [...characters];
  return characters.map(() => rest.splice(choose(rest.length), 1)[0]!);
}
