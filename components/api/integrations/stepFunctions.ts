import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { optionsBy, required, text } from "../../shared/options.ts";
import { type RouteGuards, type RouteTo, routeTo } from "../guards/index.ts";
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
  /** Name of the execution. The same name with the same input starts no second one. @default generated */
  readonly name?: Source | undefined;
}

interface DescribeSettings extends ServiceSettings {
  /** Name of the execution, as `start` returned it, such as `from.path("id")`. */
  readonly execution: Source;
}

/**
 * Action on the state machine. `start` starts an execution without waiting. `startSync` waits at most 29
 * seconds for the execution of an express machine. `describe` returns the state of a standard machine's
 * execution.
 */
export type StepFunctionsSettings =
  | ({ readonly action: "start" } & StartSettings)
  | ({ readonly action: "startSync" } & StartSettings)
  | ({ readonly action: "describe" } & DescribeSettings);

/** Target: a Step Functions state machine. */
export type StepFunctionsIntegration<Name extends string = string> = StepFunctionsSettings & {
  readonly kind: "stepFunctions";
  /** Name of the state machine among the platform's resources. */
  readonly machine: Name;
};

/**
 * A route to a Step Functions state machine without a function. The caller gets
 * - for `start` 202 with `{ execution }`, its name, or 409 if the name is already used;
 * - for `startSync` 200 with the execution's output, 502 if it failed, or 504 if it timed out;
 * - for `describe` 200 with `{ status, output }`, or 404 for an unknown name. Every caller of the route
 *   can read every execution whose name they know.
 *
 * For a state machine that is encrypted with a customer managed KMS key, the key's policy must allow
 * `kms:Decrypt` and `kms:GenerateDataKey` to the route's role, such as `<api>-<machine>-StartExecution`.
 *
 * @example
 * "POST /quotes": stepFunctions("quote", { action: "startSync" })
 * "GET /imports/{id}": stepFunctions("import", { action: "describe", execution: from.path("id") })
 */
export function stepFunctions<const Name extends string, const Authorizer extends string = never>(
  machine: Name,
  options: StepFunctionsSettings & RouteGuards<Authorizer>,
): RouteTo<StepFunctionsIntegration<Name>, Authorizer> {
  return routeTo({ kind: "stepFunctions", machine }, options);
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

/** Prefix of the ARNs of a machine's executions. */
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

/** The output is JSON in a string, so the template prints it unescaped. */
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
