import type {
  DescribedGrant,
  DescribedResource,
  Edge,
  Reach,
  TreeNode,
  Way,
} from "../../apiTypes/resources.ts";
import { ControlError } from "../../control/index.ts";
import type { InspectedRegion } from "../inspectedRegion.ts";
import type { Resource } from "../../graph/resource.ts";
import type { Masking } from "../../masking/masking.ts";
import { type Grant, labelOf, Permissions } from "./permissions.ts";
import type { RegionReach } from "./reach.ts";
import { type Reference, referencesOf } from "./references.ts";
import { shortened } from "./shortened.ts";
import { treeOf } from "./tree.ts";
import { urnOf } from "./urn.ts";

/** The resources of one evaluation of a region, and what follows from them. Parts are made when first asked for. */
export class RegionGraph {
  readonly #region: InspectedRegion;
  readonly #masking: Masking;
  readonly #byUrn: ReadonlyMap<string, Resource>;
  readonly nodes: readonly TreeNode[];
  #references: readonly Reference[] | undefined;
  #permissions: Permissions | undefined;
  #reach: Promise<RegionReach> | undefined;

  constructor(region: InspectedRegion, masking: Masking) {
    this.#region = region;
    this.#masking = masking;
    const { resources, name } = region;
    this.#byUrn = new Map(resources.map((resource) => [urnOf(resource, name), resource]));
    this.nodes = treeOf(region);
  }

  get edges(): Edge[] {
    return this.#named().map((reference) => this.#edge(reference));
  }

  has(urn: string): boolean {
    return this.#byUrn.has(urn);
  }

  /** @throws ControlError 404 */
  async describe(urn: string): Promise<DescribedResource> {
    const resource = this.#byUrn.get(urn);
    const node = this.nodes.find((each) => each.urn === urn);
    if (!resource || !node) throw new ControlError(404, `There is no resource "${urn}".`);
    const { isComponent: _, ...described } = node;
    const references = this.#named();
    this.#permissions ??= new Permissions(this.#region.resources, references);
    const reach = await this.#reached();
    return {
      ...described,
      region: this.#region.name,
      id: this.#masking.text(resource.id),
      inputs: shortened(this.#masking.properties(resource, "inputs")),
      outputs: shortened(this.#masking.properties(resource, "outputs")),
      uses: references.filter(({ from }) => from === resource).map((each) => this.#edge(each)),
      usedBy: references.filter(({ to }) => to === resource).map((each) => this.#edge(each)),
      may: this.#permissions.of(resource).map((grant) => this.#grant(grant)),
      grants: this.#permissions.on(resource).map((grant) => this.#grant(grant)),
      network: this.#labelled(reach.of(urn)),
    };
  }

  /** The policies' model of networks takes a moment to load. */
  #reached(): Promise<RegionReach> {
    const { resources, name } = this.#region;
    this.#reach ??= import("./reach.ts").then(
      ({ RegionReach: Reached }) => new Reached(resources, name),
    );
    return this.#reach;
  }

  #named(): readonly Reference[] {
    return (this.#references ??= referencesOf(this.#region.resources));
  }

  #edge = ({ from, to, property }: Reference): Edge => ({
    from: this.#urn(from),
    to: this.#urn(to),
    property,
  });

  #urn = (resource: Resource): string => urnOf(resource, this.#region.name);

  #grant({ who, words, statement, declaredBy, role }: Grant): DescribedGrant {
    return {
      ...(who !== undefined && { who: this.#masking.text(who) }),
      words: this.#masking.text(words),
      statement: this.#masking.value(statement),
      declaredBy: typeof declaredBy === "string" ? declaredBy : this.#urn(declaredBy),
      ...(role && { role: this.#urn(role) }),
    };
  }

  #labelled(reach: Reach): DescribedResource["network"] {
    const label = (way: Way) => ({ ...way, label: labelOf(this.#byUrn.get(way.urn)!) });
    return { ...reach, from: reach.from.map(label), to: reach.to.map(label) };
  }
}
