import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkOptions } from "../../shared/options.ts";
import {
  type GlobalBoardArgs,
  globalBoardRules,
  type RegionBoardArgs,
  regionBoardRules,
} from "./args.ts";
import type { DashboardBody } from "./body.ts";
import { bodyRules, gridFaults } from "./check.ts";
import { globalBoard } from "./globalBoard.ts";
import { regionBoard } from "./regionBoard.ts";

/**
 * A region's dashboard in CloudWatch: its alarms, traffic, errors by cause, latency by hop, throttles, saturation,
 * users, and what its bill grows with. Lines show where alarms ring.
 *
 * Creates one dashboard. Costs 3 USD a month, if it has more than 50 metrics or the account has three already
 * (us-east-1, November 2026).
 */
export class RegionDashboard extends pulumi.ComponentResource {
  readonly dashboardName: string;

  /** @throws ComponentArgumentError for an argument that can't work, or more parts than CloudWatch takes */
  constructor(name: string, args: RegionBoardArgs, opts?: pulumi.ComponentResourceOptions) {
    checkOptions(`RegionDashboard "${name}"`, args, regionBoardRules);
    super("palisade:observability:RegionDashboard", name, {}, opts);
    this.dashboardName = args.dashboardName;
    create(`${name}-dashboard`, args.dashboardName, regionBoard(args), { parent: this });
    this.registerOutputs({ dashboardName: this.dashboardName });
  }
}

/**
 * The dashboard over all regions of an environment: their alarms, traffic, latency and refused calls, and the edge.
 *
 * Creates one dashboard. Costs 3 USD a month, if it has more than 50 metrics or the account has three already
 * (us-east-1, November 2026).
 */
export class GlobalDashboard extends pulumi.ComponentResource {
  readonly dashboardName: string;

  /** @throws ComponentArgumentError for an argument that can't work, DefinitionError for several */
  constructor(name: string, args: GlobalBoardArgs, opts?: pulumi.ComponentResourceOptions) {
    checkOptions(`GlobalDashboard "${name}"`, args, globalBoardRules);
    super("palisade:observability:GlobalDashboard", name, {}, opts);
    this.dashboardName = args.dashboardName;
    create(`${name}-global-dashboard`, args.dashboardName, globalBoard(args), { parent: this });
    this.registerOutputs({ dashboardName: this.dashboardName });
  }
}

function create(
  name: string,
  dashboardName: string,
  body: DashboardBody,
  opts: pulumi.CustomResourceOptions,
): void {
  checkOptions(`dashboard "${dashboardName}"`, body, bodyRules, gridFaults);
  new aws.cloudwatch.Dashboard(
    name,
    { dashboardName, dashboardBody: pulumi.jsonStringify(body) },
    opts,
  );
}
