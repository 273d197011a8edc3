import type { DescribedAlarm } from "../apiTypes/alarms.ts";
import type { Message } from "../apiTypes/mail.ts";
import type { PassedChecks } from "../edge/index.ts";
import type { CallRecorder } from "../calls/index.ts";
import { alarmEndpoints } from "../control/alarms.ts";
import { bucketEndpoints } from "../control/buckets.ts";
import type { Feed } from "../control/feed.ts";
import { type LimitedRegion, limitEndpoints } from "../control/limits.ts";
import { logEndpoints } from "../control/logs.ts";
import { mailEndpoints } from "../control/mail.ts";
import { queueEndpoints } from "../control/queues.ts";
import { resourceEndpoints } from "../control/resources.ts";
import { tableEndpoints } from "../control/tables.ts";
import { userEndpoints } from "../control/users.ts";
import type { Endpoint } from "../control/index.ts";
import type { InspectedRegion } from "./inspectedRegion.ts";
import { Regions } from "./regions.ts";
import { PolicyFindings } from "./resources/findings.ts";
import { Graphs } from "./resources/graphs.ts";

export type { InspectedRegion } from "./inspectedRegion.ts";

interface InspectOptions {
  /** The regions as they are now; called for each request. */
  readonly regions: () => readonly InspectedRegion[];
  /** The running regions, for their limits. */
  readonly running: readonly LimitedRegion[];
  /** Tells log lines of calls from others. */
  readonly recorder: CallRecorder;
  /** The alarms as they are now. */
  readonly alarms: () => readonly DescribedAlarm[];
  /** Folder with the logs of this start. */
  readonly logFolder: string;
  /** Health checks whose log lines can be hidden. */
  readonly passedChecks: PassedChecks;
  /** Mails and text messages as they are sent. */
  readonly sent: Feed<Message>;
  /** Values to mask wherever they appear. */
  readonly secrets: () => readonly string[];
}

/** The endpoints that show what there is in the regions. */
export function inspectEndpoints(options: InspectOptions): Endpoint[] {
  const { secrets, logFolder, passedChecks, sent, running, recorder, alarms } = options;
  const regions = new Regions(options.regions);
  const graphs = new Graphs(secrets);
  return [
    ...resourceEndpoints({ regions, graphs, policies: new PolicyFindings() }),
    ...logEndpoints({
      folder: logFolder,
      calls: {
        isPassedCheck: passedChecks.has,
        isOther: (id) => recorder.get(id) !== undefined,
      },
      maskings: () => regions.all.map(graphs.maskingOf),
    }),
    ...userEndpoints(regions),
    ...mailEndpoints(regions, sent),
    ...tableEndpoints(regions),
    ...queueEndpoints(regions),
    ...bucketEndpoints(regions),
    ...limitEndpoints(running),
    ...alarmEndpoints(alarms),
  ];
}
