import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AwsEndpoint, localAccountId as accountId } from "../../aws/endpoint.ts";
import { startEndpoint } from "../../aws/miniStack.ts";
import type { Properties } from "../../graph/resource.ts";
import { Children } from "../../../project/children.ts";
import { provide, type Provided } from "./provided.ts";

/** A MiniStack for the tests of a file. */
export interface Cloud {
  readonly aws: AwsEndpoint;
  readonly accountId: string;
  /** Returns an ARN in its region. */
  arn(service: string, resource: string): string;
  create(type: string, name: string, inputs: Properties): Promise<Provided>;
}

/** Starts a MiniStack before the tests of the calling suite, and stops it after them. */
export function useCloud(region = "eu-west-1"): Cloud {
  const children = new Children(() => {});
  let aws: AwsEndpoint;
  before(async () => {
    const folder = await mkdtemp(join(tmpdir(), "cloud-"));
    children.ownFolder(folder);
    aws = await startEndpoint({ region, children, folder, announce: () => {} });
  });
  after(() => children.close());
  return {
    get aws() {
      return aws;
    },
    accountId,
    arn: (service, resource) => `arn:aws:${service}:${region}:${accountId}:${resource}`,
    create: (type, name, inputs) =>
      provide({ region, accountId, stack: "test", aws }, type, name, inputs),
  };
}
