import type { RegionBoardArgs } from "./args.ts";
import type { MetricRow } from "./body.ts";
import { graph, metric, type Section } from "./widgets.ts";

const hour = 3_600;

/**
 * What a bill grows with, by the hour. Each is a number of units, not money: prices differ by region and agreement.
 * What costs the same each hour, such as NAT gateways and tasks, is missing.
 */
export function costDrivers({ region, parts }: RegionBoardArgs): Section {
  const { api, functions, natGateways, services, tables } = parts;
  const common = { region, period: hour, view: "bar", stacked: true } as const;
  const rows = <Part>(
    given: Readonly<Record<string, Part>> | undefined,
    rowsOf: (part: Part, name: string) => MetricRow[],
  ) => Object.entries(given ?? {}).flatMap(([name, part]) => rowsOf(part, name));
  return {
    heading: "What the bill grows with, by the hour",
    widgets: [
      api &&
        graph(
          "Calls of the API",
          [
            metric(
              "AWS/ApiGateway",
              "Count",
              { ApiName: api.restApiName, Stage: api.stageName },
              { stat: "SampleCount", label: "calls" },
            ),
          ],
          common,
        ),
      graph(
        "Functions: ms in which they run",
        rows(functions, (FunctionName, label) => [
          metric("AWS/Lambda", "Duration", { FunctionName }, { label }),
        ]),
        common,
      ),
      graph(
        "NAT gateways: bytes",
        rows(natGateways, (NatGatewayId, name) => [
          metric(
            "AWS/NATGateway",
            "BytesOutToDestination",
            { NatGatewayId },
            { label: `${name}: out` },
          ),
          metric(
            "AWS/NATGateway",
            "BytesInFromDestination",
            { NatGatewayId },
            { label: `${name}: in` },
          ),
        ]),
        common,
      ),
      graph(
        "Load balancers: capacity units",
        rows(services, ({ loadBalancer: LoadBalancer }, label) => [
          metric("AWS/ApplicationELB", "ConsumedLCUs", { LoadBalancer }, { label }),
        ]),
        common,
      ),
      graph(
        "Tables: capacity units",
        rows(tables, (TableName, name) => [
          metric(
            "AWS/DynamoDB",
            "ConsumedReadCapacityUnits",
            { TableName },
            { label: `${name}: read` },
          ),
          metric(
            "AWS/DynamoDB",
            "ConsumedWriteCapacityUnits",
            { TableName },
            { label: `${name}: written` },
          ),
        ]),
        common,
      ),
      api &&
        graph(
          "Access log: bytes",
          api.accessLogNames.map((LogGroupName, index) =>
            metric(
              "AWS/Logs",
              "IncomingBytes",
              { LogGroupName },
              { label: index === 0 ? "access log" : "of the canary" },
            ),
          ),
          common,
        ),
    ],
  };
}
