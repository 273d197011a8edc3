/** `Unused` reserves a range. */
export type SubnetType = "Public" | "Private" | "Isolated" | "Unused";

/** A subnet in each zone. */
export interface SubnetSpec {
  readonly type: SubnetType;
  /** @default the type in lower case */
  readonly name?: string;
  /** Prefix length, 16 to 28. @default an equal share of the zone */
  readonly cidrMask?: number;
  /** A range for each zone, in the zones' order. Either all specs have them, or none. */
  readonly cidrBlocks?: readonly string[];
}

export interface LayoutArgs<Spec extends SubnetSpec = SubnetSpec> {
  /** The VPC's range. */
  readonly cidrBlock: string;
  readonly availabilityZoneNames: readonly string[];
  /** Prefix length of a zone's range. @default an equal share of the VPC */
  readonly availabilityZoneCidrMask?: number;
  readonly subnetSpecs: readonly Spec[];
}

export interface Subnet<Spec extends SubnetSpec = SubnetSpec> {
  readonly name: string;
  readonly spec: Spec;
  readonly zone: string;
  /** The zone's number, from 1. */
  readonly zoneNumber: number;
  readonly cidrBlock: string;
}
