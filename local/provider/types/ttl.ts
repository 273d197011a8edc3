import { isDeepStrictEqual } from "node:util";
import { UpdateTimeToLiveCommand } from "@aws-sdk/client-dynamodb";
import type { Properties } from "../../graph/resource.ts";
import type { ProviderContext } from "../kind.ts";
import { replicasOf } from "./replicas.ts";

interface Ttl {
  readonly attributeName: string;
}

/** The time to live that the inputs turn on; the provider's default is off. */
export function ttlOf(properties: Properties): Ttl | undefined {
  const { attributeName, enabled } = (properties["ttl"] ?? {}) as Partial<Ttl> & {
    enabled?: boolean;
  };
  return enabled === true && attributeName ? { attributeName } : undefined;
}

/** Sets the time to live in the table's region and its replicas', which have the same on AWS. */
export async function putTtl(
  context: ProviderContext,
  TableName: string,
  before: Properties,
  after: Properties,
): Promise<void> {
  const [old, wanted] = [ttlOf(before), ttlOf(after)];
  const attribute = wanted ?? old;
  const same = ["ttl", "replicas"].every((name) => isDeepStrictEqual(before[name], after[name]));
  if (same || attribute === undefined) return;
  const command = () =>
    new UpdateTimeToLiveCommand({
      TableName,
      TimeToLiveSpecification: {
        AttributeName: attribute.attributeName,
        Enabled: wanted !== undefined,
      },
    });
  await context.aws.dynamodb.send(command());
  for (const { regionName } of replicasOf(after)) {
    const aws = await context.elsewhere?.(regionName);
    await aws?.dynamodb.send(command());
  }
}
