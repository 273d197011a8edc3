/** `Unused` keeps a range free. */
export type SubnetType = "Public" | "Private" | "Isolated" | "Unused";

/** A subnet that each zone gets. */
export interface SubnetSpec {
  readonly type: SubnetType;
  /** @default the type in lower case */
  readonly name?: string;
  /** Prefix length, 16 to 28. @default an even part of the zone */
  readonly cidrMask?: number;
  /** A range for each zone, in the zones' order. Where one spec has them, all have. */
  readonly cidrBlocks?: readonly string[];
}

export interface LayoutArgs<Spec extends SubnetSpec = SubnetSpec> {
  /** The VPC's range. */
  readonly cidrBlock: string;
  readonly availabilityZoneNames: readonly string[];
  /** Prefix length of a zone's part. @default an even part of the VPC */
  readonly availabilityZoneCidrMask?: number;
  readonly subnetSpecs: readonly Spec[];
}

export interface Subnet<Spec extends SubnetSpec = SubnetSpec> {
  readonly name: string;
  readonly spec: Spec;
  readonly zone: string;
  /** The zone's place among the zones, from 1. */
  readonly zoneNumber: number;
  readonly cidrBlock: string;
}
