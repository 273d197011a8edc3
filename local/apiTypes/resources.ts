// What the endpoints of resources return, for the page too: types only.

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

/** A reference between resources of the graph, by their URNs. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  /** The input that names the other one. */
  readonly property: string;
}

/** `GET resources/graph`. */
export interface ResourceGraph {
  readonly nodes: readonly TreeNode[];
  readonly edges: readonly Edge[];
}

/** A violation that a policy's rule reports. */
export interface Finding {
  /** URN of the resource. */
  readonly urn: string;
  /** Name of the rule. */
  readonly rule: string;
  /** `advisory` does not stop a deployment. */
  readonly level: string;
  /** The property that causes it. */
  readonly property: string;
  readonly message: string;
  /** Why it is accepted; left out if it is not. */
  readonly exemption?: { readonly reason?: string; readonly expired: boolean };
  /** Why it may not hold on AWS; left out if it does. */
  readonly doubt?: string;
}

/** What the policy packs say about a region's resources. */
export interface Findings {
  readonly rules: number;
  readonly findings: readonly Finding[];
}

/** A grant with the URNs of the resources that declare and have it. */
export interface DescribedGrant {
  /** Who, where the grant is on another resource: such as `function "orders"` or `API Gateway`. */
  readonly who?: string;
  readonly words: string;
  readonly statement: unknown;
  /** URN, or the ARN of a policy of AWS. */
  readonly declaredBy: string;
  readonly role?: string;
}

/** Whether the network carries connections from one resource to another. */
export interface Way {
  readonly urn: string;
  /** TCP. */
  readonly port: number;
  /** `null` if the stack does not show enough. */
  readonly carries: boolean | null;
  /** What is missing and what to add, or what is unknown; empty if it is carried. */
  readonly reason: string;
}

/** A path from the internet, hop by hop in words. */
export interface InternetPath {
  readonly hops: readonly string[];
  readonly isOpen: boolean | null;
  readonly closedBy: readonly string[];
}

/** What reaches a resource over the network, and what it reaches. */
export interface Reach<Found extends Way = Way> {
  /** Whether it has interfaces in a VPC. */
  readonly isInNetwork: boolean;
  readonly from: readonly Found[];
  readonly to: readonly Found[];
  readonly fromInternet: readonly InternetPath[];
}

/** A way with what it leads to or comes from, such as `Service orders`. */
export interface LabelledWay extends Way {
  readonly label: string;
}

/** Everything about a resource but the policies' findings. */
export interface DescribedResource extends Omit<TreeNode, "isComponent"> {
  readonly region: string;
  readonly id: string;
  /** Secrets are masked, and long texts shortened. */
  readonly inputs: Record<string, unknown>;
  readonly outputs: Record<string, unknown>;
  readonly uses: readonly Edge[];
  readonly usedBy: readonly Edge[];
  /** What it may do by its roles. */
  readonly may: readonly DescribedGrant[];
  /** What others may do with it. */
  readonly grants: readonly DescribedGrant[];
  readonly network: Reach<LabelledWay>;
}
