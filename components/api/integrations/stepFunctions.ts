import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { optionsBy, required, text } from "../../shared/options.ts";
import { type RouteGuards, splitGuards } from "../guards/index.ts";
import { asText, type JsonShape, jsonTemplate } from "../templates/jsonTemplate.ts";
import { shape, source } from "../templates/rules.ts";
import { from, type Source } from "../templates/source.ts";
import type { IntegrationKind } from "./integration.ts";
import { integrationOptions, namedResource } from "./named.ts";
import { failureBody } from "./serviceErrors.ts";
import {
  checkService,
  serviceOperation,
  serviceRules,
  type ServiceSettings,
} from "./serviceProxy.ts";

interface StartSettings extends ServiceSettings {
  /** The execution's input. @default the request's JSON body */
  readonly input?: JsonShape | undefined;
  /** The execution's name: the same one with the same input starts nothing again. @default made up */
  readonly name?: Source | undefined;
}

interface DescribeSettings extends ServiceSettings {
  /** The execution, as `start` has named it, such as `from.path("id")`. */
  readonly execution: Source;
}

/**
 * What is done with the state machine. `start`: begins an execution and does not wait. `startSync`:
 * waits for an express machine's execution, 29 seconds at most. `describe`: tells how a standard
 * machine's execution stands.
 */
export type StepFunctionsSettings =
  | ({ readonly action: "start" } & StartSettings)
  | ({ readonly action: "startSync" } & StartSettings)
  | ({ readonly action: "describe" } & DescribeSettings);

/** To a Step Functions state machine. */
export type StepFunctionsIntegration<Name extends string = string> = StepFunctionsSettings & {
  readonly kind: "stepFunctions";
  /** Name of the state machine among the platform's resources. */
  readonly machine: Name;
};

/**
 * A route to a Step Functions state machine, with no function between. The caller gets
 * - for `start` 202 with `{ execution }`, its name; 409 when there was another one of that name;
 * - for `startSync` 200 with the execution's output; 502 when it failed, 504 when it ran out of time;
 * - for `describe` 200 with `{ status, output }`; 404 when there is none of that name. Whoever may
 *   call the route may ask for every execution whose name they know.
 *
 * A state machine encrypted with a KMS key of one's own needs that key's policy to allow `kms:Decrypt`
 * and `kms:GenerateDataKey` to the route's role, `<api>-<machine>-StartExecution` and so on.
 *
 * @example
 * "POST /quotes": stepFunctions("quote", { action: "startSync" })
 * "GET /imports/{id}": stepFunctions("import", { action: "describe", execution: from.path("id") })
 */
export function stepFunctions<const Name extends string, const Authorizer extends string = never>(
  machine: Name,
  options: StepFunctionsSettings & RouteGuards<Authorizer>,
): RouteGuards<Authorizer> & { readonly integration: StepFunctionsIntegration<Name> } {
  const { guards, settings } = splitGuards<StepFunctionsSettings, Authorizer>(options);
  return { ...guards, integration: { kind: "stepFunctions", machine, ...settings } };
}

const actions = {
  start: "StartExecution",
  startSync: "StartSyncExecution",
  describe: "DescribeExecution",
} as const;

const commonRules = { ...serviceRules, machine: required(text()) };

type Of<Action> = Extract<StepFunctionsIntegration, { action: Action }>;

const startRule = integrationOptions<Of<"start"> | Of<"startSync">>({
  ...commonRules,
  action: required(text()),
  input: shape,
  name: source,
});

export const stepFunctionsKind: IntegrationKind<StepFunctionsIntegration> = {
  rule: optionsBy("action", {
    start: startRule,
    startSync: startRule,
    describe: integrationOptions<Of<"describe">>({
      ...commonRules,
      action: required(text()),
      execution: required(source),
    }),
  }),
  readsBodies: true,
  check: (integration, place) => checkService(integration, requestShape("", integration), place),
  bind: (integration, { key }, { region, resources, roleFor }) => {
    const type = aws.sfn.StateMachine;
    const word = "a Step Functions state machine";
    const machine = namedResource(integration.machine, resources, type, word);
    const action = actions[integration.action];
    const roleArn = roleFor({
      name: `${integration.machine}-${action}`,
      action: `states:${action}`,
      resource:
        integration.action === "describe"
          ? pulumi.output(machine.arn).apply((arn) => `${executions(arn)}:*`)
          : machine.arn,
    });
    return pulumi.output({ arn: machine.arn, roleArn }).apply((known) =>
      serviceOperation({
        ...integration,
        route: key,
        uri: `arn:aws:apigateway:${region}:states:action/${action}`,
        roleArn: known.roleArn,
        headers: { "Content-Type": "application/x-amz-json-1.0" },
        requestTemplate: () => jsonTemplate(requestShape(known.arn, integration)),
        responseTemplate: responseTemplates[integration.action],
        successStatus: integration.action === "start" ? 202 : 200,
        furtherStatuses: integration.action === "startSync" ? [502, 504] : [],
        errors: { ...callersErrors, ...integration.errors },
      }),
    );
  },
};

/** Source: AWS Step Functions API Reference, errors of these actions. */
const callersErrors = {
  ExecutionAlreadyExists: 409,
  ExecutionDoesNotExist: 404,
  ExecutionLimitExceeded: 429,
  InvalidArn: 400,
  InvalidExecutionInput: 400,
  InvalidName: 400,
  ValidationException: 400,
};

/** Begins the ARNs of a machine's executions. */
const executions = (machineArn: string): string =>
  machineArn.replace(":stateMachine:", ":execution:");

/** Source: AWS Step Functions API Reference, "StartExecution", "StartSyncExecution", "DescribeExecution". */
function requestShape(arn: string, integration: StepFunctionsIntegration): JsonShape {
  if (integration.action === "describe") {
    return { executionArn: { join: [`${executions(arn)}:`, integration.execution] } };
  }
  const { input = from.json(), name } = integration;
  return {
    stateMachineArn: arn,
    input: { jsonText: input },
    ...(name && { name: asText(name) }),
  };
}

/** An output is JSON as text, so that it goes out as it is. */
const output = "$input.path('$.output')";

const responseTemplates: Record<StepFunctionsIntegration["action"], (shape?: JsonShape) => string> =
  {
    start: (shape) =>
      shape === undefined
        ? `{"execution":"$input.path('$.executionArn').replaceAll('.*:', '')"}`
        : jsonTemplate(shape),
    startSync: (shape) =>
      [
        `#set($status = "$!input.path('$.status')")`,
        `#if($status == "SUCCEEDED")${shape === undefined ? output : jsonTemplate(shape)}`,
        `#else#if($status == "TIMED_OUT")#set($context.responseOverride.status = 504)`,
        `#{else}#set($context.responseOverride.status = 502)#end${failureBody}#end`,
      ].join(""),
    describe: (shape) =>
      shape === undefined
        ? `{"status":"$input.path('$.status')"#if("$!input.path('$.output')" != ""),"output":${output}#end}`
        : jsonTemplate(shape),
  };
