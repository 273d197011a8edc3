import { nameOf } from "../../../project/urn.ts";
import type { DeclaredResource } from "../inspectedRegion.ts";
import { kindOf, moduleOf, urnOf } from "./urn.ts";

/** A resource or a component in the tree of a region's program. */
export interface TreeNode {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** Such as `Function`. */
  readonly kind: string;
  /** URN of the component that it belongs to; left out at the top. */
  readonly parent?: string;
  /** Whether it only groups others. */
  readonly isComponent: boolean;
}

/**
 * A region's resources in their components. Components are no resources of the list: they are known by the
 * URNs of their children. Where an evaluation gives no parents, the services of AWS take their place.
 */
export function treeOf(resources: readonly DeclaredResource[], region: string): TreeNode[] {
  const nodes = new Map<string, TreeNode>();
  for (const resource of resources) {
    const { type, name } = resource;
    const parent =
      resource.urn === undefined ? serviceOf(type, region) : componentOf(resource.parent);
    nodes.set(urnOf(resource, region), {
      ...{ urn: urnOf(resource, region), type, name, kind: kindOf(type), isComponent: false },
      ...(parent !== undefined && { parent }),
    });
  }
  for (const { parent } of [...nodes.values()]) {
    if (parent === undefined || nodes.has(parent)) continue;
    const { type, name } = nameOf(parent);
    nodes.set(parent, { urn: parent, type, name, kind: kindOf(type), isComponent: true });
  }
  return [...nodes.values()];
}

const serviceOf = (type: string, region: string): string =>
  `urn:pulumi:${region}::local::service::${moduleOf(type)}`;

/** Resources of the top belong to the stack, which is no component. */
const componentOf = (parent: string | undefined): string | undefined =>
  parent?.includes("::pulumi:pulumi:Stack::") ? undefined : parent;
