import { AwsxArgumentError } from "./argumentReader.ts";
import { contains, formatRange, type Ipv4Range, overlap, parseRange } from "./ipv4Range.ts";
import type { LayoutArgs, SubnetSpec } from "./layout.ts";

/** The prefix lengths that AWS allows for subnets. */
const prefixes = { least: 16, most: 28 };

/** Number of prefix bits that distinguish this many parts. */
export const bitsFor = (parts: number): number => Math.ceil(Math.log2(parts));

/** Checks a layout. Each error names the argument that is wrong. */
export class LayoutCheck {
  readonly vpc: Ipv4Range;
  readonly #resource: string;
  readonly #args: LayoutArgs;

  constructor(vpcName: string, args: LayoutArgs) {
    this.#resource = `awsx.ec2.Vpc "${vpcName}"`;
    this.#args = args;
    this.vpc =
      parseRange(args.cidrBlock) ??
      this.#fail(
        "cidrBlock",
        args.cidrBlock,
        "an IPv4 range that starts at a multiple of its size",
        "Set it to a range such as 10.0.0.0/16.",
      );
  }

  zonePrefix(prefix: number): void {
    const { availabilityZoneNames: zones, cidrBlock } = this.#args;
    const least = this.vpc.prefix + bitsFor(zones.length);
    if (Number.isInteger(prefix) && prefix >= least && prefix <= prefixes.most) return;
    this.#fail(
      "availabilityZoneCidrMask",
      prefix,
      `${least} to ${prefixes.most}, for ${zones.length} zones in ${cidrBlock}`,
      "Use a longer prefix, fewer zones or a larger VPC.",
    );
  }

  /** @param given - the value for the message */
  subnetPrefix(argument: string, prefix: number, given: unknown): void {
    const { least, most } = prefixes;
    if (Number.isInteger(prefix) && prefix >= least && prefix <= most) return;
    this.#fail(argument, given, `a prefix length of ${least} to ${most}`, "AWS allows no other.");
  }

  failTooLarge(zone: Ipv4Range): never {
    this.#fail(
      "subnetSpecs",
      this.#args.subnetSpecs.map(({ cidrMask }) => cidrMask),
      `prefix lengths of subnets that fit into a zone's range, such as ${formatRange(zone)}; each ` +
        `subnet starts at a multiple of its size`,
      "Use smaller subnets, a smaller availabilityZoneCidrMask or a larger VPC.",
    );
  }

  cidrBlocks({ cidrBlocks, cidrMask }: SubnetSpec, specIndex: number): Ipv4Range[] {
    const argument = `subnetSpecs[${specIndex}].cidrBlocks`;
    const ranges = cidrBlocks?.flatMap((block) => parseRange(block) ?? []);
    const zones = this.#args.availabilityZoneNames.length;
    const agree = ranges?.every(({ prefix }) => prefix === (cidrMask ?? prefix));
    if (ranges?.length !== zones || cidrBlocks?.length !== zones || !agree) {
      this.#fail(
        argument,
        cidrBlocks,
        `${zones} IPv4 ranges, one for each zone, with the prefix length of cidrMask if that is set`,
        "Set cidrBlocks in all specs, or in none.",
      );
    }
    for (const range of ranges) this.subnetPrefix(argument, range.prefix, formatRange(range));
    return ranges;
  }

  ranges(ranges: readonly Ipv4Range[]): void {
    const wrong = ranges.find(
      (range, index) =>
        !contains(this.vpc, range) ||
        ranges.some((other, at) => at < index && overlap(range, other)),
    );
    if (!wrong) return;
    this.#fail(
      "subnetSpecs",
      formatRange(wrong),
      `ranges in ${formatRange(this.vpc)} that do not overlap`,
      "Choose another range.",
    );
  }

  #fail(argument: string, given: unknown, allowed: string, fix: string): never {
    throw new AwsxArgumentError({ resource: this.#resource, argument, given, allowed, fix });
  }
}
