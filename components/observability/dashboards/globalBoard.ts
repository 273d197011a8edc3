import * as pulumi from "@pulumi/pulumi";
import { ownNamespace } from "../alarms/metricAlarm.ts";
import type { GlobalBoardArgs } from "./args.ts";
import type { DashboardBody, MetricRow } from "./body.ts";
import { layOut } from "./layout.ts";
import { alarmWidgets, graph, metric, type Section } from "./widgets.ts";

/**
 * The dashboard over all regions, with a line for each. It knows names that are the same by rule, and no region's stack:
 * each region comes and goes without it. Pure.
 */
export const globalBoard = (args: GlobalBoardArgs): DashboardBody =>
  layOut(args.dashboardName, [
    { heading: "Alarms", widgets: alarmWidgets("Regions", regionAlarmArns(args)) },
    calls(args),
    refusals(args),
    edge(args),
  ]);

const regionAlarmArns = ({ accountId, environment, regions }: GlobalBoardArgs) =>
  accountId === undefined
    ? []
    : regions.map(
        (region) =>
          pulumi.interpolate`arn:aws:cloudwatch:${region}:${accountId}:alarm:${environment}-region`,
      );

/**
 * A line for each API in the region whose name has the environment as one of its words, since the rest of the name is random.
 * Each search has one region: metric math over several is not documented.
 * Source: CloudWatch User Guide, "CloudWatch search expression syntax".
 */
const search = (
  { environment, regions }: GlobalBoardArgs,
  name: string,
  statistic: string,
): MetricRow[] =>
  regions.map((region) => [
    {
      expression: `SEARCH('{AWS/ApiGateway,ApiName,Stage} MetricName="${name}" ${words(environment)}', '${statistic}', 60)`,
      label: region,
      region,
    },
  ]);

/** A term with a dash would not be one: all words of the name must be in the API's. */
const words = (environment: string): string =>
  environment
    .split("-")
    .map((word) => `ApiName=${word}`)
    .join(" ");

function calls(args: GlobalBoardArgs): Section {
  const [region] = args.regions;
  const common = { region: region!, width: 12 };
  return {
    heading: "Traffic",
    widgets: [
      graph("Calls a minute", search(args, "Count", "SampleCount"), { ...common, stacked: true }),
      graph("Share of calls that fail with 5xx", search(args, "5XXError", "Average"), common),
      graph("Latency, ms: half of the calls", search(args, "Latency", "p50"), common),
      graph("Latency, ms: a hundredth is slower", search(args, "Latency", "p99"), common),
    ],
  };
}

const refusals = ({ environment, regions, refusals: counted = [] }: GlobalBoardArgs): Section => ({
  heading: "Refused calls a minute by cause",
  widgets: counted.map((cause) =>
    graph(
      cause,
      regions.map((region) =>
        metric(ownNamespace, `${environment}-${cause}`, {}, { region, label: region }),
      ),
      { region: regions[0]!, stacked: true },
    ),
  ),
});

/** CloudFront's metrics are in us-east-1. Source: CloudFront Developer Guide, "Using the CloudFront API" (metrics). */
function edge({ distributionId }: GlobalBoardArgs): Section {
  if (distributionId === undefined) return { heading: "Edge", widgets: [] };
  const dimensions = { DistributionId: distributionId, Region: "Global" };
  const common = { region: "us-east-1" };
  return {
    heading: "Edge",
    widgets: [
      graph("Requests a minute", [metric("AWS/CloudFront", "Requests", dimensions)], common),
      graph(
        "Failed requests, %",
        [
          metric("AWS/CloudFront", "5xxErrorRate", dimensions, { label: "5xx" }),
          metric("AWS/CloudFront", "4xxErrorRate", dimensions, { label: "4xx" }),
        ],
        { ...common, stat: "Average" },
      ),
      graph(
        "Bytes to clients by the hour",
        [metric("AWS/CloudFront", "BytesDownloaded", dimensions, { label: "bytes" })],
        { ...common, period: 3_600, view: "bar" },
      ),
    ],
  };
}
