import type { AwsEndpoint } from "../aws/endpoint.ts";
import type { Resource } from "../graph/resource.ts";
import type { Children } from "../../project/children.ts";
import type { RegionMetrics } from "../metrics/index.ts";
import type { Logs } from "../process/logs.ts";
import type { RegionCalls } from "../calls/index.ts";
import type { LocalSecrets } from "../secrets/index.ts";

export interface RegionOptions {
  readonly name: string;
  /** The region's resources, as its stack declares them. */
  readonly resources: Resource[];
  /** The program's names of usage plans and API keys, by their ids. @default AWS's names */
  readonly usageNames?: ReadonlyMap<string, string>;
  readonly aws: AwsEndpoint;
  /** Port of its first REST API. 0 chooses a free one at the first start, as for all other APIs. */
  readonly port: number;
  /** Folder that relative paths in resources start from. */
  readonly root: string;
  /** Folder for unpacked code and services' sockets; removed by the caller. */
  readonly folder: string;
  readonly children: Children;
  readonly logs: Logs;
  /** Values of the secrets on this machine. */
  readonly secrets: LocalSecrets;
  /** Records its calls. @default none is recorded */
  readonly calls?: RegionCalls;
  /** Measures its parts. @default nothing is measured */
  readonly metrics?: RegionMetrics;
  /** Whether services are started by their script `start:watch`, if they have one. @default false */
  readonly watches?: boolean;
  /** Receives messages for the user, such as about a service that ended by itself. */
  readonly announce: (message: string) => void;
  /** The address of a user pool's keys, by the pool's ARN, in any region. */
  readonly jwksUriOf: (userPoolArn: string) => string;
}
