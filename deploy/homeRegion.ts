import type { EnvironmentStack } from "./environment.ts";
import type { DeployOptions } from "./options.ts";
import type { DeployedStack } from "./stack.ts";

/** The home region must be deployed before, and deleted after, the other regions. */
class HomeRegionError extends Error {
  override readonly name = "HomeRegionError";
}

interface Chosen {
  readonly options: Pick<DeployOptions, "environment" | "destroy">;
  readonly stacks: readonly EnvironmentStack[];
  readonly others: readonly EnvironmentStack[];
}

/**
 * Makes sure that the home region's stack exists while other regions' stacks do.
 *
 * @param existing - the environment's other stacks that the backend has
 * @throws HomeRegionError
 */
export async function requireHome(
  { options, stacks, others }: Chosen,
  existing: readonly EnvironmentStack[],
  open: (name: string) => Promise<Pick<DeployedStack, "outputs">>,
): Promise<void> {
  const home = others.find((stack) => stack.home);
  const deployed = await Promise.all(
    existing.map(async ({ name }) => {
      const outputs = await (await open(name)).outputs();
      return Object.keys(outputs).length > 0 ? [name] : [];
    }),
  );
  const names = deployed.flat();
  if (!options.destroy && home && !names.includes(home.name)) {
    throw new HomeRegionError(
      `${stacks.map(({ name }) => name).join(", ")} need the home region's stack ${home.name}, which is ` +
        `not deployed. Deploy it first with --region ${home.region}, or leave --region out.`,
    );
  }
  if (options.destroy && stacks.some((stack) => stack.home) && names.length > 0) {
    throw new HomeRegionError(
      `${names.join(", ")} need the home region's user pool. Destroy them first, or leave ` +
        `--region out to destroy all of ${options.environment}.`,
    );
  }
}
