import type { StreamMode } from "@aws-sdk/client-kinesis";
import type { Properties } from "../../graph/resource.ts";
import { arn, type CreateRequest, physicalName, type ResourceKinds } from "../kind.ts";

/** Hours that a stream keeps its records unless it says another number: the least there is. */
const shortestRetention = 24;

/** Streams exist for real: their records can be read. */
export const streamKinds: ResourceKinds = {
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
};

function modeOf(inputs: Properties): StreamMode {
  const details = inputs["streamModeDetails"] as { streamMode: StreamMode } | undefined;
  return details?.streamMode ?? "PROVISIONED";
}

const shardsOf = (inputs: Properties): number => Number(inputs["shardCount"] ?? 1);

const retentionOf = (inputs: Properties): number =>
  Number(inputs["retentionPeriod"] ?? shortestRetention);

/** Kinesis has an operation for more hours, and another one for fewer. */
async function retain({ inputs, context }: CreateRequest, name: string, before: number) {
  const hours = { StreamName: name, RetentionPeriodHours: retentionOf(inputs) };
  const kinesis = await context.aws.kinesis();
  if (hours.RetentionPeriodHours > before) await kinesis.increaseStreamRetentionPeriod(hours);
  if (hours.RetentionPeriodHours < before) await kinesis.decreaseStreamRetentionPeriod(hours);
}
