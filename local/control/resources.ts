import type { Findings, ResourceGraph } from "../apiTypes/resources.ts";
import type { PolicyFindings } from "../inspect/resources/findings.ts";
import { JudgeError } from "../inspect/resources/findings.ts";
import type { Graphs } from "../inspect/resources/graphs.ts";
import { pageOf } from "../inspect/paging.ts";
import type { Regions } from "../inspect/regions.ts";
import type { InspectedRegion } from "../inspect/inspectedRegion.ts";
import { ControlError } from "./controlError.ts";
import type { Endpoint } from "./endpoint.ts";

interface ResourcesOptions {
  readonly regions: Regions;
  readonly graphs: Graphs;
  readonly policies: PolicyFindings;
}

/**
 * The declared resources:
 * - `GET resources?region=&q=&type=&from=&limit=`: `{ total, items, next? }`, all regions' without one
 * - `GET resources/graph?region=`: all nodes with their parents, and the references between them
 * - `GET resources/findings?region=`: what the policies find; takes seconds after an evaluation
 * - `GET resources/{urn}`: one with inputs, outputs, references, grants and network
 */
export const resourceEndpoints = ({ regions, graphs, policies }: ResourcesOptions): Endpoint[] => [
  {
    method: "GET",
    path: "resources",
    query: ["region", "q", "type", "from", "limit"],
    handle: (request) => {
      const { query } = request;
      const chosen = query.has("region") ? [regions.of(request)] : regions.all;
      const words = (query.get("q") ?? "").toLowerCase().split(/\s+/);
      const type = query.get("type");
      const found = chosen.flatMap((region) =>
        graphs
          .of(region)
          .nodes.filter(({ isComponent }) => !isComponent)
          .filter((node) => type === null || node.type === type)
          .filter(({ urn }) => words.every((word) => urn.toLowerCase().includes(word)))
          .map(({ isComponent: _, ...node }) => ({ ...node, region: region.name })),
      );
      return pageOf(request, found);
    },
  },
  {
    method: "GET",
    path: "resources/graph",
    query: ["region"],
    handle: (request): ResourceGraph => {
      const { nodes, edges } = graphs.of(regions.of(request));
      return { nodes, edges };
    },
  },
  {
    method: "GET",
    path: "resources/findings",
    query: ["region"],
    handle: async (request) => {
      const region = regions.of(request);
      const { rules, findings } = await judged(policies, region);
      const masking = graphs.maskingOf(region);
      return {
        rules,
        findings: findings.map((finding) => ({
          ...finding,
          message: masking.text(finding.message),
        })),
      };
    },
  },
  {
    method: "GET",
    path: "resources/{urn}",
    handle: (request) => {
      const urn = request.param("urn");
      const region = regions.all.find((each) => graphs.of(each).has(urn));
      if (region) return graphs.of(region).describe(urn);
      throw new ControlError(404, `There is no resource "${urn}". GET resources lists all.`);
    },
  },
];

async function judged(policies: PolicyFindings, region: InspectedRegion): Promise<Findings> {
  try {
    return await policies.of(region);
  } catch (error) {
    if (!(error instanceof JudgeError)) throw error;
    throw new ControlError(503, error.message);
  }
}
