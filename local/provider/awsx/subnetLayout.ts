import { endOf, formatRange, type Ipv4Range, rangeFrom } from "./ipv4Range.ts";
import type { LayoutArgs, Subnet, SubnetSpec } from "./layout.ts";
import { bitsFor, LayoutCheck } from "./layoutCheck.ts";

/**
 * Lays out the subnets of an `awsx.ec2.Vpc` with `subnetStrategy: "Auto"`, zone by zone.
 *
 * A zone's range starts at a multiple of its size. Within it the subnets follow in the order of their
 * specs, each at the next multiple of its own size.
 *
 * @throws AwsxArgumentError if they do not fit, overlap, or have a size that AWS does not allow
 */
export function layOutSubnets<Spec extends SubnetSpec>(
  vpcName: string,
  args: LayoutArgs<Spec>,
): Subnet<Spec>[] {
  const check = new LayoutCheck(vpcName, args);
  const explicit = args.subnetSpecs.some(({ cidrBlocks }) => cidrBlocks !== undefined);
  const zones = explicit ? explicitRanges(check, args) : automaticRanges(check, args);
  check.ranges(zones.flat());

  return args.availabilityZoneNames.flatMap((zone, zoneIndex) =>
    args.subnetSpecs.flatMap((spec, specIndex) => {
      if (spec.type === "Unused") return [];
      const zoneNumber = zoneIndex + 1;
      const name = `${vpcName}-${spec.name ?? spec.type.toLowerCase()}-${zoneNumber}`;
      const cidrBlock = formatRange(zones[zoneIndex]![specIndex]!);
      return [{ name, spec, zone, zoneNumber, cidrBlock }];
    }),
  );
}

/** Ranges by zone and spec. */
type ZoneRanges = Ipv4Range[][];

function automaticRanges(check: LayoutCheck, args: LayoutArgs): ZoneRanges {
  const { availabilityZoneNames: zoneNames, subnetSpecs } = args;
  const zonePrefix = args.availabilityZoneCidrMask ?? check.vpc.prefix + bitsFor(zoneNames.length);
  check.zonePrefix(zonePrefix);
  const evenPrefix = zonePrefix + bitsFor(subnetSpecs.length);

  return zoneNames.map((_, zoneIndex) => {
    const zone = rangeFrom(check.vpc.start + zoneIndex * 2 ** (32 - zonePrefix), zonePrefix);
    let free = zone.start;
    const ranges = subnetSpecs.map(({ cidrMask = evenPrefix }, specIndex) => {
      check.subnetPrefix(`subnetSpecs[${specIndex}].cidrMask`, cidrMask, cidrMask);
      const range = rangeFrom(free, cidrMask);
      free = endOf(range);
      return range;
    });
    if (free > endOf(zone)) check.failTooLarge(zone);
    return ranges;
  });
}

function explicitRanges(check: LayoutCheck, args: LayoutArgs): ZoneRanges {
  const bySpec = args.subnetSpecs.map((spec, specIndex) => check.cidrBlocks(spec, specIndex));
  return args.availabilityZoneNames.map((_, zoneIndex) =>
    bySpec.map((ranges) => ranges[zoneIndex]!),
  );
}
