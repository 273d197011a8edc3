import * as pulumi from "@pulumi/pulumi";
import { type HomeDirectory, optionalDirectoryOutputs } from "../components/region/index.ts";

/** The home region's stack, whose outputs this stack needs, has not been deployed. */
class HomeStackError extends pulumi.RunError {
  override readonly name = "HomeStackError";

  constructor({ environment }: Pick<HomeReference, "environment">, stack: string, missing: string) {
    super(
      `Stack "${stack}" has no ${missing}. It is the home region's stack. Deploy it first: ` +
        `"npm run deploy -- ${environment}" deploys the home region before the others.`,
    );
  }
}

/** What a region's stack needs from the home region's. */
export interface HomeReference {
  readonly environment: string;
  readonly homeRegion: string;
  /** The region of the stack that reads. */
  readonly region: string;
  /** Names of the tables that need a replica in it. */
  readonly replicated: readonly string[];
  /** Whether an edge is in front of the regions. */
  readonly hasEdge: boolean;
  /** Outputs that only some platforms have, and this one needs. */
  readonly needs: readonly (keyof HomeDirectory)[];
}

const required = ["userPoolId", "userPoolArn", "clientId", "issuer"] as const;

/**
 * Reads the user directory and the names of replicated tables from the outputs of the home region's
 * stack.
 *
 * Until that stack is deployed with this region, a preview warns and treats what is missing as unknown,
 * so a new environment or a new region can be previewed as a whole.
 *
 * @throws HomeStackError in a deployment, before the first resource
 */
export async function readHome(reference: HomeReference): Promise<HomeDirectory> {
  const { environment, homeRegion } = reference;
  const { home, stack } = referTo(environment, homeRegion);
  const read = async (name: string) => [name, await home.getOutputValue(name)] as const;
  const needed = [...required, ...reference.needs];
  const outputs = Object.fromEntries(
    await Promise.all([...needed, ...optionalDirectoryOutputs].map(read)),
  );
  if (!(await hasReplicas(home, reference))) delete outputs["denyListTable"];

  const missing = needed.filter((name) => outputs[name] === undefined);
  const tables = await readTables(home, reference);
  const edgeSecrets = reference.hasEdge ? await readSecret(home, "edgeSecrets") : [];
  const lacking = [
    ...missing,
    ...(tables ? [] : [replicasIn(reference)]),
    ...(edgeSecrets ? [] : ["edgeSecrets"]),
  ].join(", ");
  if (lacking !== "") {
    if (!pulumi.runtime.isDryRun()) throw new HomeStackError(reference, stack, lacking);
    const message = `Stack "${stack}" has no ${lacking} yet; this preview treats them as unknown.`;
    await pulumi.log.warn(message, home);
  }
  const unknown = missing.map((name) => [name, pulumi.output(pulumi.unknown)]);
  // A secret: getOutputValue would throw.
  const apiKeys = home.getOutput("apiKeys");
  return {
    ...outputs,
    ...Object.fromEntries(unknown),
    apiKeys,
    tables: tables ?? pulumi.output(pulumi.unknown),
    ...(reference.hasEdge && { edgeSecrets: edgeSecrets ?? pulumi.output(pulumi.unknown) }),
  } as HomeDirectory;
}

/** A secret output, which `getOutputValue` would refuse. */
async function readSecret<T>(home: pulumi.StackReference, name: string) {
  const { value, secretValue } = await home.getOutputDetails(name);
  const secret = (secretValue ?? value) as T | undefined;
  return secret === undefined ? undefined : pulumi.secret(secret);
}

function referTo(environment: string, homeRegion: string) {
  const stack = `${environment}-${homeRegion}`;
  const path = [pulumi.getOrganization(), pulumi.getProject(), stack].join("/");
  return { stack, home: new pulumi.StackReference(path) };
}

/**
 * Reads the secret by which the regions know the distribution: the newest one that the home region's
 * stack has made. Until there is one, a preview warns and treats it as unknown.
 *
 * @throws HomeStackError in a deployment, before the first resource
 */
export async function readEdgeSecret(
  environment: string,
  homeRegion: string,
): Promise<pulumi.Output<string>> {
  const { home, stack } = referTo(environment, homeRegion);
  const secrets = await readSecret<string[]>(home, "edgeSecrets");
  if (secrets) return secrets.apply(([newest]) => newest!);
  const missing = 'edgeSecrets, which it has with palisade:edge "open" or "only"';
  if (!pulumi.runtime.isDryRun()) throw new HomeStackError({ environment }, stack, missing);
  const message = `Stack "${stack}" has no ${missing}; this preview treats the secret as unknown.`;
  await pulumi.log.warn(message, home);
  return pulumi.output(pulumi.unknown as string);
}

/** @returns the tables' names, `undefined` if one has no replica in the region yet */
async function readTables(home: pulumi.StackReference, reference: HomeReference) {
  if (reference.replicated.length === 0) return {};
  const tables = (await home.getOutputValue("tables")) as Record<string, string> | undefined;
  const isComplete = reference.replicated.every((name) => tables?.[name] !== undefined);
  return isComplete && (await hasReplicas(home, reference)) ? tables : undefined;
}

/** Whether the home region's tables have replicas in the region. */
async function hasReplicas(home: pulumi.StackReference, { region }: HomeReference) {
  const regions = (await home.getOutputValue("replicaRegions")) as string[] | undefined;
  return regions?.includes(region) ?? false;
}

const replicasIn = ({ region, replicated }: HomeReference): string =>
  `replica of ${replicated.join(", ")} in ${region}`;
