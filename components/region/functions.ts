import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Resources } from "../api/index.ts";
import {
  accessTo,
  type FunctionDefinition,
  PlatformFunction,
  secretVariable,
  variablePrefix,
} from "../functions/index.ts";
import type { PrivateNetwork } from "../network/index.ts";
import { accessSecrets, accessTo as tableAccess, inEnvironment } from "../service/index.ts";
import { ComponentArgumentError } from "../shared/errors.ts";
import type { AllowStatement } from "../shared/iam.ts";
import type { RegionalPlatformArgs } from "./args.ts";
import { egressOf } from "./services.ts";
import type { Tables } from "./tables.ts";

/** Everything that functions are created from. */
interface Scope {
  readonly name: string;
  readonly args: RegionalPlatformArgs;
  readonly network: PrivateNetwork;
  readonly tables: Tables;
  readonly resources: Resources;
  readonly opts: pulumi.ComponentResourceOptions;
}

/**
 * Creates the platform's own functions, by name.
 *
 * @throws ComponentArgumentError for a grant that does not fit its resource
 */
export function createFunctions(scope: Scope): Record<string, PlatformFunction> {
  const { functions = {} } = scope.args.definition;
  const group = scheduleGroup(scope);
  return Object.fromEntries(
    Object.entries(functions).map(([name, definition]) => [
      name,
      createFunction(scope, name, definition, group),
    ]),
  );
}

function createFunction(
  scope: Scope,
  name: string,
  definition: FunctionDefinition,
  group: aws.scheduler.ScheduleGroup | undefined,
): PlatformFunction {
  const { entry, vpc = true, environment, queue, memoryMb, timeoutSeconds } = definition;
  const { reservedConcurrency, provisionedConcurrency, logRetentionDays } = definition;
  const { args, network, opts } = scope;
  const component = `Function "${name}"`;
  const granted = grantsOf(scope, component, definition);
  const secrets = secretsOf(scope, name, definition);
  return new PlatformFunction(
    `${scope.name}-${name}`,
    {
      ...{ entry, memoryMb, timeoutSeconds, reservedConcurrency, provisionedConcurrency },
      logRetentionDays,
      environment: { ...environment, ...granted.environment, ...secrets.environment },
      statements: [...granted.statements, ...secrets.statements],
      ...(vpc && {
        network: {
          vpcId: network.vpcId,
          subnetIds: network.privateSubnetIds,
          egress: egressOf(args, network, opts),
        },
      }),
      ...(group && { schedules: { group, byName: schedulesHere(args, definition) } }),
      ...(queue && {
        consumes: { queue: queueOf(scope.resources, component, queue.from), options: queue },
      }),
    } as ConstructorParameters<typeof PlatformFunction>[1],
    opts,
  );
}

/** Permissions on tables and resources, and the variables that lead to them. */
function grantsOf(
  { tables, resources: all }: Scope,
  component: string,
  definition: FunctionDefinition,
): { statements: AllowStatement[]; environment: Record<string, pulumi.Output<string>> } {
  const statements: AllowStatement[] = [];
  const environment: Record<string, pulumi.Output<string>> = {};
  for (const [key, actions = []] of Object.entries(definition.tables ?? {})) {
    const { tableArn, tableName } = tables[key]!;
    statements.push(tableAccess(tableArn, [...actions]));
    environment[`${variablePrefix(key)}_TABLE`] = tableName;
  }
  for (const [name, actions = []] of Object.entries(definition.resources ?? {})) {
    const access = accessTo(component, name, resourceOf(all, component, name), actions);
    statements.push(...access.statements);
    environment[`${variablePrefix(name)}_${access.suffix}`] = access.value;
  }
  return { statements, environment };
}

/** Permissions to read secrets, and the variables with their ARNs; a key of a secret follows its ARN. */
function secretsOf(
  { name: environment, args: { region }, opts }: Scope,
  service: string,
  definition: FunctionDefinition,
) {
  const references = Object.entries(definition.secrets ?? {}).map(
    ([variable, reference]) => [variable, inEnvironment(reference, environment)] as const,
  );
  const access = accessSecrets(Object.fromEntries(references), { service, region, opts });
  const variables = access.secrets.map(
    ({ name, valueFrom }) => [secretVariable(name), valueFrom] as const,
  );
  return { environment: Object.fromEntries(variables), statements: access.statements };
}

function resourceOf(all: Resources, component: string, name: string, argument = "resources") {
  const found = Object.hasOwn(all, name) ? all[name] : undefined;
  if (found) return found;
  const names = Object.keys(all);
  throw new ComponentArgumentError({
    ...{ component, argument, given: name },
    allowed:
      names.length > 0 ? names.join(", ") : "the platform's resources, of which there are none",
  });
}

function queueOf(all: Resources, component: string, name: string): aws.sqs.Queue {
  const found = resourceOf(all, component, name, "queue.from");
  if (aws.sqs.Queue.isInstance(found)) return found;
  const allowed = "a queue of the platform's resources";
  throw new ComponentArgumentError({ component, argument: "queue.from", given: name, allowed });
}

/** Those that run in this region. */
const schedulesHere = ({ home }: RegionalPlatformArgs, { schedules = {} }: FunctionDefinition) =>
  Object.fromEntries(
    Object.entries(schedules).filter(([, each]) => each.in === "all" || home === undefined),
  );

/** Roles trust Scheduler for this group only. */
function scheduleGroup({ name, args, opts }: Scope): aws.scheduler.ScheduleGroup | undefined {
  const { functions = {} } = args.definition;
  const some = Object.values(functions).some(
    (definition) => Object.keys(schedulesHere(args, definition)).length > 0,
  );
  return some ? new aws.scheduler.ScheduleGroup(name, {}, opts) : undefined;
}
