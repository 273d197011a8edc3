import type { TreeNode } from "../../apiTypes/resources.ts";
import { nameOf } from "../../../project/urn.ts";
import type { InspectedRegion } from "../inspectedRegion.ts";
import { kindOf, moduleOf, urnOf } from "./urn.ts";

/** A region's resources in their components. Of an export, AWS's services take the place of components. */
export function treeOf({ name: region, resources, components = [] }: InspectedRegion): TreeNode[] {
  const nodes = new Map<string, TreeNode>();
  const add = (urn: string, parent: string | undefined, isComponent: boolean) => {
    const { type, name } = nameOf(urn);
    const kind = kindOf(type);
    nodes.set(urn, { urn, type, name, kind, ...(parent !== undefined && { parent }), isComponent });
  };
  for (const { urn, parent } of components) add(urn, parent, true);
  for (const resource of resources) {
    const { registration } = resource;
    const parent = registration ? registration.parent : serviceOf(resource.type, region);
    add(urnOf(resource, region), parent, false);
  }
  for (const { parent } of [...nodes.values()]) {
    if (parent !== undefined && !nodes.has(parent)) add(parent, undefined, true);
  }
  return [...nodes.values()];
}

const serviceOf = (type: string, region: string): string =>
  `urn:pulumi:${region}::export::service::${moduleOf(type)}`;
