import { overrideFaults, type Overrides } from "../components/platform.ts";
import { faultText } from "../components/shared/errors.ts";
import { decoded } from "./decoded.ts";
import { platform } from "./platform.ts";

// What `npm start` checks before anything starts. On AWS, the previews of the stacks find the same.

/**
 * Checks a valid stack config against the platform.
 *
 * @param stack - its name
 * @param config - as the engine passes it to the program
 * @returns a message for each service, function and route that the platform does not have, and for each size that does not
 *   fit its definition
 */
export function checkPlatform(stack: string, config: Readonly<Record<string, string>>): string[] {
  const setting = (key: string) => decoded(config[`palisade:${key}`] ?? "{}") as never;
  const overrides: Overrides = {
    services: setting("services"),
    functions: setting("functions"),
    faults: setting("faults"),
  };
  const production = config["palisade:production"] === "true";
  return overrideFaults({ definition: platform, production, ...overrides }).map(
    (fault) =>
      `stacks/Pulumi.${stack}.yaml: ${faultText({ ...fault, argument: `palisade:${fault.argument}` })}`,
  );
}

/** The names of secrets, by the name of their service or function in an environment. */
export const secretOwners = (environment: string): { name: string; secrets: string[] }[] =>
  [...Object.entries(platform.services), ...Object.entries(platform.functions ?? {})].map(
    ([name, { secrets = {} }]) => ({
      name: `${environment}-${name}`,
      secrets: Object.keys(secrets),
    }),
  );
