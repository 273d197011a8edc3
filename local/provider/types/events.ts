import type {
  CreateEventBusCommandInput,
  EventBridge,
  PutRuleCommandInput,
} from "@aws-sdk/client-eventbridge";
import type { CreateStreamCommandInput, StreamMode } from "@aws-sdk/client-kinesis";
import type { CreateStateMachineCommandInput } from "@aws-sdk/client-sfn";
import type { Properties } from "../../graph/resource.ts";
import { apiInput, type Places } from "../apiInput.ts";
import { arn, type CreateRequest, physicalName, required, type ResourceKinds } from "../kind.ts";
import { busOf, defaultBus, eventTarget } from "./eventTarget.ts";

export const eventKinds: ResourceKinds = {
  // Buses, rules and targets exist at the AWS endpoint, which delivers events to them.
  "aws:cloudwatch/eventBus:EventBus": {
    autoname: "name",
    create: async (request) => {
      const name = physicalName(request);
      const bridge = await request.context.aws.eventBridge();
      const { CreateEventBusRequest$ } = await import("@aws-sdk/client-eventbridge");
      const { EventBusArn } = await bridge.createEventBus(
        apiInput<CreateEventBusCommandInput>(CreateEventBusRequest$, { ...request.inputs, name }),
      );
      return { id: name, outputs: { name, arn: EventBusArn } };
    },
    update: async (request) => {
      const bridge = await request.context.aws.eventBridge();
      const { UpdateEventBusRequest$ } = await import("@aws-sdk/client-eventbridge");
      const unchangeable = { eventSourceName: null, tags: null };
      await bridge.updateEventBus(
        apiInput(UpdateEventBusRequest$, { ...request.inputs, name: request.id }, unchangeable),
      );
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
  "aws:cloudwatch/eventTarget:EventTarget": eventTarget,
  // Streams exist at the AWS endpoint, where their records can be read.
  "aws:kinesis/stream:Stream": {
    autoname: "name",
    create: async (request) => {
      const { inputs, context } = request;
      const name = physicalName(request);
      const mode = modeOf(inputs);
      const kinesis = await context.aws.kinesis();
      const { CreateStreamInput$ } = await import("@aws-sdk/client-kinesis");
      const given = {
        ...inputs,
        name,
        streamModeDetails: { streamMode: mode },
        shardCount: mode === "PROVISIONED" ? shardsOf(inputs) : undefined,
      };
      await kinesis.createStream(
        apiInput<CreateStreamCommandInput>(CreateStreamInput$, given, streamPlaces),
      );
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
      const { context } = request;
      const name = physicalName(request);
      const sfn = await context.aws.sfn();
      const { CreateStateMachineInput$ } = await import("@aws-sdk/client-sfn");
      const given = { ...settings(request), name };
      const { stateMachineArn, creationDate, stateMachineVersionArn } =
        await sfn.createStateMachine(
          apiInput<CreateStateMachineCommandInput>(CreateStateMachineInput$, given, machinePlaces),
        );
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
      const { UpdateStateMachineInput$ } = await import("@aws-sdk/client-sfn");
      const given = { ...settings(request), stateMachineArn: request.id };
      const { stateMachineVersionArn } = await sfn.updateStateMachine(
        apiInput(UpdateStateMachineInput$, given, {
          ...machinePlaces,
          name: null,
          tags: null,
          type: null,
        }),
      );
      return stateMachineVersionArn ? { stateMachineVersionArn } : {};
    },
    unsettled: ({ publish }) => (publish === true ? ["stateMachineVersionArn"] : []),
    delete: async ({ id, context }) =>
      (await context.aws.sfn()).deleteStateMachine({ stateMachineArn: id }),
  },
};

const rulePlaces: Places = { isEnabled: null, forceDestroy: null, namePrefix: null };

/** @returns the rule's ARN */
async function putRule(request: CreateRequest): Promise<string> {
  const { inputs, context } = request;
  const bridge = await context.aws.eventBridge();
  const { PutRuleRequest$ } = await import("@aws-sdk/client-eventbridge");
  const given = {
    state: inputs["isEnabled"] === false ? "DISABLED" : "ENABLED",
    ...inputs,
    name: physicalName(request),
    eventBusName: busOf(inputs),
  };
  const { RuleArn } = await bridge.putRule(
    apiInput<PutRuleCommandInput>(PutRuleRequest$, given, rulePlaces),
  );
  return RuleArn!;
}

async function removeTargets(
  bridge: EventBridge,
  rule: { Rule: string; EventBusName: string },
): Promise<void> {
  const { Targets = [] } = await bridge.listTargetsByRule(rule);
  if (Targets.length === 0) return;
  await bridge.removeTargets({ ...rule, Ids: Targets.map(({ Id }) => Id!) });
}

const streamPlaces: Places = {
  name: "StreamName",
  // Set by operations of their own; all but the retention have no effect on one machine.
  arn: null,
  encryptionType: null,
  enforceConsumerDeletion: null,
  kmsKeyId: null,
  retentionPeriod: null,
  shardLevelMetrics: null,
};

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

const machinePlaces: Places = {
  namePrefix: null,
  "loggingConfiguration.logDestination": "destinations",
};

interface Logging {
  readonly logDestination?: string;
}

function settings(request: CreateRequest): Properties {
  const { inputs } = request;
  required(request, "definition");
  required(request, "roleArn");
  const logging = inputs["loggingConfiguration"] as Logging | undefined;
  const { logDestination: logGroupArn } = logging ?? {};
  return {
    ...inputs,
    publish: inputs["publish"] === true,
    loggingConfiguration: logging && {
      ...logging,
      logDestination: logGroupArn ? [{ cloudWatchLogsLogGroup: { logGroupArn } }] : [],
    },
  };
}
