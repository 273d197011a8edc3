import * as pulumi from "@pulumi/pulumi";
import type { HomeDirectory } from "../components/region/index.ts";

/** The home region's stack has not been deployed, and this one can't do without it. */
export class HomeStackError extends pulumi.RunError {
  override readonly name = "HomeStackError";

  constructor(environment: string, stack: string, missing: string[]) {
    super(
      `Stack "${stack}" has no ${missing.join(", ")}, but this stack's users are there. Deploy it ` +
        `first; "npm run deploy -- ${environment}" deploys the home region before the others.`,
    );
  }
}

const required = ["userPoolId", "userPoolArn", "clientId", "issuer"] as const;
const optional = ["machineClientId", "tokenEndpoint"] as const;

/**
 * The user directory that the home region's stack has; that stack is deployed first.
 *
 * While it has not been deployed, a preview takes what it lacks for unknown and warns, so that the
 * first deployment of an environment can be seen as a whole before any of it is done.
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
    const message = `Stack "${stack}" has no ${missing.join(", ")} yet: unknown in this preview.`;
    await pulumi.log.warn(message, home);
  }
  const unknown = missing.map((name) => [name, pulumi.output(pulumi.unknown)]);
  // A secret, which can't be read as the others are.
  const apiKeys = home.getOutput("apiKeys");
  return { ...outputs, ...Object.fromEntries(unknown), apiKeys } as HomeDirectory;
}
