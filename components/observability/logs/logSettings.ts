import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { FlowLogs } from "../../network/flowLogs.ts";
import { BundledFunction } from "../../function/bundledFunction.ts";
import { ServiceTask } from "../../service/serviceTask.ts";
import type { SearchedGroup } from "../search/subscriptions.ts";
import { isUnset } from "../../shared/logGroup.ts";
import { LogKey } from "./logKey.ts";
import type { LogOptions } from "./options.ts";

const logGroupType = "aws:cloudwatch/logGroup:LogGroup";

/**
 * Gives all log groups within a component their settings, also those of parts that know nothing of them. It is a
 * transformation, so a new part can't be forgotten.
 */
export class LogSettings {
  readonly #options: LogOptions;
  #keyArn: pulumi.Input<string> | undefined;
  /** The groups that were created so far, in their order. */
  readonly groups: aws.cloudwatch.LogGroup[] = [];
  /** Those whose lines belong to calls. */
  readonly searched: SearchedGroup[] = [];

  constructor(options: LogOptions = {}) {
    this.#options = options;
  }

  /** The component's options, for its call of `super`. */
  within(opts: pulumi.ComponentResourceOptions = {}): pulumi.ComponentResourceOptions {
    return pulumi.mergeOptions(opts, { transformations: [this.#transform] });
  }

  /**
   * Creates the key, if the logs need one of their own. To be called before anything else is created.
   *
   * @param region - of the log groups
   */
  createKey(name: string, region: string, opts: pulumi.ComponentResourceOptions): void {
    if (this.#options.encryption === "own key") {
      this.#keyArn = new LogKey(`${name}-logs`, { region }, opts).arn;
    }
  }

  readonly #transform: pulumi.ResourceTransformation = ({ resource, type, name, props, opts }) => {
    if (type !== logGroupType) return undefined;
    const group = resource as aws.cloudwatch.LogGroup;
    this.groups.push(group);
    const kind = kindOf(name, opts.parent);
    if (kind) this.searched.push({ name, group, kind });
    const given = props as aws.cloudwatch.LogGroupArgs;
    const { retentionDays, infrequentFlowLogs } = this.#options;
    const isFlowLog = opts.parent instanceof FlowLogs;
    return {
      props: {
        ...given,
        ...(isUnset(given.retentionInDays) && retentionDays && { retentionInDays: retentionDays }),
        ...(this.#keyArn !== undefined && { kmsKeyId: given.kmsKeyId ?? this.#keyArn }),
        ...(infrequentFlowLogs && isFlowLog && { logGroupClass: "INFREQUENT_ACCESS" }),
      },
      // The class is fixed at creation. A group that was replaced would lose its lines.
      opts: infrequentFlowLogs
        ? pulumi.mergeOptions(opts, { ignoreChanges: ["logGroupClass"] })
        : opts,
    };
  };
}

/** @returns undefined for logs that are not of calls: flow logs, and the user pool's events */
function kindOf(
  name: string,
  parent: pulumi.Resource | undefined,
): SearchedGroup["kind"] | undefined {
  if (parent instanceof BundledFunction) return "function";
  if (parent instanceof ServiceTask) return "service";
  const [, ending] = /-(access|execution|firewall)$/.exec(name) ?? [];
  return ending as SearchedGroup["kind"] | undefined;
}
