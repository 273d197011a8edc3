import { ask } from "../project/ask.ts";
import { DeployedStack, missingStacks, type StackOptions } from "./stack.ts";

/**
 * Releases the locks of an environment's stacks, as `pulumi cancel` does, after asking.
 *
 * @param yes - does not ask
 * @returns whether it was agreed
 */
export async function unlock(
  names: readonly string[],
  options: StackOptions,
  { yes, print }: { readonly yes: boolean; readonly print: (line: string) => void },
): Promise<boolean> {
  const missing = await missingStacks(names, options);
  const existing = names.filter((name) => !missing.includes(name));
  const question = `Release the locks of ${existing.join(", ")}? Nobody may be deploying them. (yes/no) `;
  const answer = yes ? "yes" : await ask(question, options.signal);
  if (answer !== "yes" && answer !== "y") {
    print("No lock was released.");
    return false;
  }
  for (const name of existing) {
    await (await DeployedStack.open(name, options)).unlock();
    print(`${name}: no lock`);
  }
  return true;
}
