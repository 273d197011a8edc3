import type { EventBridge, RuleState, Target } from "@aws-sdk/client-eventbridge";
import type { StreamMode } from "@aws-sdk/client-kinesis";
import type { LogLevel, StateMachineType } from "@aws-sdk/client-sfn";
import type { Properties } from "../../graph/resource.ts";
import {
  arn,
  type CreateRequest,
  digits,
  InputError,
  physicalName,
  required,
  type ResourceKinds,
} from "../kind.ts";
import { pascalCase } from "../pascalCase.ts";

export const eventKinds: ResourceKinds = {
  // Buses, rules and targets exist at the AWS endpoint, which delivers events to them.
  "aws:cloudwatch/eventBus:EventBus": {
    autoname: "name",
    create: async (request) => {
      const name = physicalName(request);
      const bridge = await request.context.aws.eventBridge();
      const { EventBusArn } = await bridge.createEventBus({ Name: name, ...busSettings(request) });
      return { id: name, outputs: { name, arn: EventBusArn } };
    },
    update: async (request) => {
      const bridge = await request.context.aws.eventBridge();
      await bridge.updateEventBus({ Name: request.id, ...busSettings(request) });
    },
    delete: async ({ id, context }) =>
      (await context.aws.eventBridge()).deleteEventBus({ Name: id }),
  },
  "aws:cloudwatch/eventRule:EventRule": {
    autoname: "name",
    create: async (request) => {
      const name = physicalName(request);
      const bus = busOf(request.inputs);
      const ruleArn = await putRule(request);
      return {
        id: bus === defaultBus ? name : `${bus}/${name}`,
        outputs: { name, arn: ruleArn, eventBusName: bus },
      };
    },
    update: async (request) => void (await putRule(request)),
    delete: async ({ outputs, context }) => {
      const bridge = await context.aws.eventBridge();
      const rule = { Rule: String(outputs["name"]), EventBusName: busOf(outputs) };
      if (outputs["forceDestroy"] === true) await removeTargets(bridge, rule);
      await bridge.deleteRule({ Name: rule.Rule, EventBusName: rule.EventBusName });
    },
  },
  "aws:cloudwatch/eventTarget:EventTarget": {
    create: async (request) => {
      const targetId = String(request.inputs["targetId"] ?? digits(request, 26));
      await putTarget(request, targetId);
      const bus = busOf(request.inputs);
      const id = `${required(request, "rule")}-${targetId}`;
      return {
        id: bus === defaultBus ? id : `${bus}-${id}`,
        outputs: { targetId, eventBusName: bus },
      };
    },
    update: (request) => putTarget(request, String(request.outputs["targetId"])),
    delete: async ({ outputs, context }) =>
      (await context.aws.eventBridge()).removeTargets({
        Rule: String(outputs["rule"]),
        EventBusName: busOf(outputs),
        Ids: [String(outputs["targetId"])],
      }),
  },
  // Streams exist at the AWS endpoint, where their records can be read.
  "aws:kinesis/stream:Stream": {
    autoname: "name",
    create: async (request) => {
      const { inputs, context } = request;
      const name = physicalName(request);
      const mode = modeOf(inputs);
      const kinesis = await context.aws.kinesis();
      await kinesis.createStream({
        StreamName: name,
        StreamModeDetails: { StreamMode: mode },
        ...(mode === "PROVISIONED" ? { ShardCount: shardsOf(inputs) } : {}),
      });
      await retain(request, name, shortestRetention);
      const id = arn(request, "kinesis", `stream/${name}`);
      return { id, outputs: { name, arn: id } };
    },
    update: async (request) => {
      const { changed, context, id, inputs, outputs } = request;
      const name = String(outputs["name"]);
      const mode = modeOf(inputs);
      const kinesis = await context.aws.kinesis();
      if (mode !== modeOf(outputs)) {
        await kinesis.updateStreamMode({ StreamARN: id, StreamModeDetails: { StreamMode: mode } });
      }
      if (mode === "PROVISIONED" && changed.includes("shardCount")) {
        await kinesis.updateShardCount({
          StreamName: name,
          TargetShardCount: shardsOf(inputs),
          ScalingType: "UNIFORM_SCALING",
        });
      }
      await retain(request, name, retentionOf(outputs));
    },
    delete: async ({ outputs, context }) =>
      (await context.aws.kinesis()).deleteStream({
        StreamName: String(outputs["name"]),
        EnforceConsumerDeletion: outputs["enforceConsumerDeletion"] === true,
      }),
  },
  // State machines exist at the AWS endpoint, which runs their executions.
  "aws:sfn/stateMachine:StateMachine": {
    autoname: "name",
    create: async (request) => {
      const { inputs, context } = request;
      const name = physicalName(request);
      const sfn = await context.aws.sfn();
      const { stateMachineArn, creationDate, stateMachineVersionArn } =
        await sfn.createStateMachine({
          ...settings(request),
          name,
          type: inputs["type"] as StateMachineType | undefined,
        });
      return {
        id: stateMachineArn!,
        outputs: {
          name,
          arn: stateMachineArn,
          creationDate: creationDate?.toISOString(),
          status: "ACTIVE",
          ...(stateMachineVersionArn ? { stateMachineVersionArn } : {}),
        },
      };
    },
    update: async (request) => {
      const sfn = await request.context.aws.sfn();
      const { stateMachineVersionArn } = await sfn.updateStateMachine({
        ...settings(request),
        stateMachineArn: request.id,
      });
      return stateMachineVersionArn ? { stateMachineVersionArn } : {};
    },
    unsettled: ({ publish }) => (publish === true ? ["stateMachineVersionArn"] : []),
    delete: async ({ id, context }) =>
      (await context.aws.sfn()).deleteStateMachine({ stateMachineArn: id }),
  },
};

/** Every account has this bus. */
const defaultBus = "default";

/** The name or the ARN of the bus. */
const busOf = ({ eventBusName }: Properties): string =>
  typeof eventBusName === "string" && eventBusName !== "" ? eventBusName : defaultBus;

const busSettings = ({ inputs }: CreateRequest) =>
  pascalCase(
    Object.fromEntries(
      ["deadLetterConfig", "description", "kmsKeyIdentifier", "logConfig"]
        .filter((property) => inputs[property] !== undefined)
        .map((property) => [property, inputs[property]]),
    ),
  );

/** @returns the rule's ARN */
async function putRule(request: CreateRequest): Promise<string> {
  const { inputs, context } = request;
  const text = (property: string) => inputs[property] as string | undefined;
  const bridge = await context.aws.eventBridge();
  const { RuleArn } = await bridge.putRule({
    Name: physicalName(request),
    EventBusName: busOf(inputs),
    Description: text("description"),
    EventPattern: text("eventPattern"),
    RoleArn: text("roleArn"),
    ScheduleExpression: text("scheduleExpression"),
    State: (text("state") as RuleState) ?? (inputs["isEnabled"] === false ? "DISABLED" : "ENABLED"),
  });
  return RuleArn!;
}

interface InputTransformer {
  readonly inputPaths?: Record<string, string>;
  readonly inputTemplate: string;
}

/** EventBridge's names of inputs that have another name in Pulumi. */
const renamed: Readonly<Record<string, string>> = {
  ecsTarget: "EcsParameters",
  kinesisTarget: "KinesisParameters",
  sqsTarget: "SqsParameters",
};

async function putTarget(request: CreateRequest, id: string): Promise<void> {
  const { inputs, context } = request;
  const transformer = inputs["inputTransformer"] as InputTransformer | undefined;
  const parameters = Object.entries(renamed).flatMap(([from, to]) =>
    inputs[from] ? [[to, pascalCase(inputs[from])]] : [],
  );
  const target = {
    Id: id,
    Arn: required(request, "arn"),
    Input: inputs["input"],
    InputPath: inputs["inputPath"],
    RoleArn: inputs["roleArn"],
    DeadLetterConfig: inputs["deadLetterConfig"] && pascalCase(inputs["deadLetterConfig"]),
    RetryPolicy: inputs["retryPolicy"] && pascalCase(inputs["retryPolicy"]),
    HttpParameters: inputs["httpTarget"] && pascalCase(inputs["httpTarget"]),
    InputTransformer: transformer && {
      InputPathsMap: transformer.inputPaths,
      InputTemplate: transformer.inputTemplate,
    },
    ...(Object.fromEntries(parameters) as object),
  };
  const bridge = await context.aws.eventBridge();
  const { FailedEntries = [] } = await bridge.putTargets({
    Rule: required(request, "rule"),
    EventBusName: busOf(inputs),
    Targets: [target as Target],
  });
  const [failure] = FailedEntries;
  if (failure) throw new InputError(`arn is "${target.Arn}": ${failure.ErrorMessage}`);
}

async function removeTargets(
  bridge: EventBridge,
  rule: { Rule: string; EventBusName: string },
): Promise<void> {
  const { Targets = [] } = await bridge.listTargetsByRule(rule);
  if (Targets.length === 0) return;
  await bridge.removeTargets({ ...rule, Ids: Targets.map(({ Id }) => Id!) });
}

/** The default and shortest retention of a stream, in hours. */
const shortestRetention = 24;

function modeOf(inputs: Properties): StreamMode {
  const details = inputs["streamModeDetails"] as { streamMode: StreamMode } | undefined;
  return details?.streamMode ?? "PROVISIONED";
}

const shardsOf = (inputs: Properties): number => Number(inputs["shardCount"] ?? 1);

const retentionOf = (inputs: Properties): number =>
  Number(inputs["retentionPeriod"] ?? shortestRetention);

/** Kinesis has separate operations for a longer and a shorter retention. */
async function retain({ inputs, context }: CreateRequest, name: string, before: number) {
  const hours = { StreamName: name, RetentionPeriodHours: retentionOf(inputs) };
  const kinesis = await context.aws.kinesis();
  if (hours.RetentionPeriodHours > before) await kinesis.increaseStreamRetentionPeriod(hours);
  if (hours.RetentionPeriodHours < before) await kinesis.decreaseStreamRetentionPeriod(hours);
}

interface Logging {
  readonly level?: LogLevel;
  readonly includeExecutionData?: boolean;
  readonly logDestination?: string;
}

function settings(request: CreateRequest) {
  const { inputs } = request;
  const logging = inputs["loggingConfiguration"] as Logging | undefined;
  const { level, includeExecutionData, logDestination } = logging ?? {};
  return {
    definition: required(request, "definition"),
    roleArn: required(request, "roleArn"),
    publish: inputs["publish"] === true,
    loggingConfiguration: logging && {
      level,
      includeExecutionData,
      destinations: logDestination
        ? [{ cloudWatchLogsLogGroup: { logGroupArn: logDestination } }]
        : [],
    },
    tracingConfiguration: inputs["tracingConfiguration"] as { enabled: boolean } | undefined,
  };
}
