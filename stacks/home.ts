import * as pulumi from "@pulumi/pulumi";
import type { HomeDirectory } from "../components/region/index.ts";

/** The home region's stack, whose outputs this stack needs, has not been deployed. */
class HomeStackError extends pulumi.RunError {
  override readonly name = "HomeStackError";

  constructor(environment: string, stack: string, missing: string[]) {
    super(
      `Stack "${stack}" has no ${missing.join(", ")}. It is the home region's stack. Deploy it first: ` +
        `"npm run deploy -- ${environment}" deploys the home region before the others.`,
    );
  }
}

const required = ["userPoolId", "userPoolArn", "clientId", "issuer"] as const;
const optional = ["machineClientId", "tokenEndpoint"] as const;

/**
 * Reads the user directory from the outputs of the home region's stack.
 *
 * Until that stack is deployed, a preview warns and treats missing outputs as unknown, so a new
 * environment can be previewed as a whole.
 *
 * @throws HomeStackError in a deployment, before the first resource
 */
export async function readHome(environment: string, homeRegion: string): Promise<HomeDirectory> {
  const stack = `${environment}-${homeRegion}`;
  const path = [pulumi.getOrganization(), pulumi.getProject(), stack].join("/");
  const home = new pulumi.StackReference(path);
  const read = async (name: string) => [name, await home.getOutputValue(name)] as const;
  const outputs = Object.fromEntries(await Promise.all([...required, ...optional].map(read)));

  const missing = required.filter((name) => outputs[name] === undefined);
  if (missing.length > 0) {
    if (!pulumi.runtime.isDryRun()) throw new HomeStackError(environment, stack, missing);
    const message = `Stack "${stack}" has no ${missing.join(", ")} yet; this preview treats them as unknown.`;
    await pulumi.log.warn(message, home);
  }
  const unknown = missing.map((name) => [name, pulumi.output(pulumi.unknown)]);
  // A secret: getOutputValue would throw.
  const apiKeys = home.getOutput("apiKeys");
  return { ...outputs, ...Object.fromEntries(unknown), apiKeys } as HomeDirectory;
}
