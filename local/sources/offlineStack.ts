import { pathToFileURL } from "node:url";
import { readProject } from "../../project/stackConfig.ts";
import { localAccountId } from "../aws/endpoint.ts";
import { evaluateStack, type Provider } from "../graph/evaluate.ts";
import type { Properties, Resource } from "../graph/resource.ts";
import { environmentStacks } from "./stacks.ts";

/** A region's resources as the program declares them. */
interface OfflineStack {
  readonly region: string;
  readonly resources: readonly Resource[];
}

/**
 * Evaluates the stack of a region without AWS or the local AWS endpoint. Names, ARNs and ids in it are
 * generated.
 *
 * @param root - folder with `Pulumi.yaml`
 * @param only - the region; the environment's home region if left out
 * @throws ProjectError when the stack does not exist
 */
export async function offlineStack(
  root: string,
  environment: string,
  only?: string,
): Promise<OfflineStack> {
  const project = await readProject(root);
  const [stack] = await environmentStacks(project, environment, only ? [only] : undefined);
  const { name, region, config } = stack!;
  const { default: program } = (await import(pathToFileURL(project.main).href)) as {
    default: () => Promise<Record<string, unknown>>;
  };
  const spec = { project: project.name, stack: name, config, program };
  const { resources } = await evaluateStack(spec, offlineProvider(region), () => undefined);
  return { region, resources };
}

/**
 * A provider that only generates names, ARNs and ids, for evaluations without AWS or the local AWS
 * endpoint.
 */
const offlineProvider = (region: string): Provider => ({
  owns: (type) => /^(?:awsx?|pulumi:providers):/.test(type),
  create: async (type, name, inputs) => ({
    id: name,
    outputs: outputsOf(type, name, inputs, region),
  }),
  call: async () => ({
    accountId: localAccountId,
    id: localAccountId,
    arn: `arn:aws:iam::${localAccountId}:root`,
  }),
});

/** ARNs by the resource's class. The name replaces `*`. */
const arns: Readonly<Record<string, string>> = {
  Queue: "sqs:*",
  Topic: "sns:*",
  Stream: "kinesis:stream/*",
  Table: "dynamodb:table/*",
  StateMachine: "states:stateMachine:*",
  EventBus: "events:event-bus/*",
};

function outputsOf(type: string, name: string, inputs: Properties, region: string): Properties {
  const kind = type.split(":").at(-1) ?? "";
  const given = inputs["name"] ?? inputs["bucket"];
  const known = typeof given === "string" ? given : name;
  return {
    name: known,
    bucket: known,
    arn: arnOf(kind, known, region),
    url: `https://sqs.${region}.amazonaws.com/${localAccountId}/${known}`,
    executionArn: `arn:aws:execute-api:${region}:${localAccountId}:${known}`,
    invokeUrl: `https://${known}.execute-api.${region}.amazonaws.com`,
    ...inputs,
  };
}

function arnOf(kind: string, name: string, region: string): string {
  if (kind === "Bucket") return `arn:aws:s3:::${name}`;
  if (kind === "Role") return `arn:aws:iam::${localAccountId}:role/${name}`;
  const [service, ...resource] = (arns[kind] ?? `${kind.toLowerCase()}:*`).split(":");
  return `arn:aws:${service}:${region}:${localAccountId}:${resource.join(":").replace("*", name)}`;
}
