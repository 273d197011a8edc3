import type * as analyzer from "@pulumi/pulumi/proto/analyzer_pb.js";
import type { Subject } from "../model/resourceView.ts";
import { readProperties } from "../model/values.ts";

/** A resource of which the engine asks, with its inputs, or with its outputs where it is one of a stack. */
export function subjectOf(resource: analyzer.AnalyzeRequest | analyzer.AnalyzerResource): Subject {
  const dependencies =
    "getPropertydependenciesMap" in resource
      ? [...resource.getPropertydependenciesMap().entries()]
      : [];
  return {
    type: resource.getType(),
    name: resource.getName(),
    urn: resource.getUrn(),
    props: readProperties(resource.getProperties()?.toJavaScript() ?? {}),
    propertyDependencies: Object.fromEntries(
      dependencies.map(([property, urns]) => [property, urns.getUrnsList()]),
    ),
  };
}
