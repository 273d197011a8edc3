import { freeRange, overlapping } from "../project/addressRanges.ts";
import { ZonesError } from "../project/availabilityZones.ts";
import { awsRegions } from "../project/awsRegions.ts";

/** A region's network cannot be created as its stack file describes it. */
class NewNetworkError extends Error {
  override readonly name = "NewNetworkError";
}

/** A stack, as its file describes it. */
interface Described {
  readonly name: string;
  readonly region: string;
  /** Empty for an edge. */
  readonly zones: readonly string[];
  /** IPv4 range of its VPC, empty for an edge. */
  readonly cidrBlock: string;
}

/** A stack with its plan. */
interface Planned extends Described {
  readonly plan: {
    readonly operations: readonly { readonly kind: string; readonly type: string }[];
  };
}

/** Whether the plan creates the stack's VPC. */
const isNew = ({ plan }: Planned): boolean =>
  plan.operations.some(({ kind, type }) => kind === "create" && type === "aws:ec2/vpc:Vpc");

interface Networks {
  readonly stacks: readonly Planned[];
  /** The environment's other stacks. */
  readonly others: readonly Described[];
  /** Asks AWS for a region's zones. `undefined` on this machine. */
  readonly zonesOf: ((region: string) => Promise<string[]>) | undefined;
  readonly announce: (message: string) => void;
}

/**
 * Checks the networks that do not exist yet, before anything is created. Ranges of regions that are deployed
 * stay as they are; a new one must leave room to connect the VPCs, because AWS does not peer VPCs whose ranges
 * overlap. Source: Amazon VPC Peering Guide, "How VPC peering connections work".
 *
 * @throws NewNetworkError
 */
export async function requireNewNetworks(networks: Networks): Promise<void> {
  const faults = [...rangeFaults(networks), ...(await zoneFaults(networks))];
  if (faults.length > 0) throw new NewNetworkError(`Nothing was deployed. ${faults.join("\n")}`);
}

function rangeFaults({ stacks, others }: Networks): string[] {
  const all = [...stacks, ...others].filter(({ cidrBlock }) => cidrBlock !== "");
  const ranges = all.map(({ cidrBlock }) => cidrBlock);
  return stacks
    .filter((stack) => isNew(stack) && stack.cidrBlock !== "")
    .flatMap((stack) => {
      const clashes = all.filter(
        (other) =>
          other.name !== stack.name && overlapping(stack.cidrBlock, [other.cidrBlock]).length > 0,
      );
      if (clashes.length === 0) return [];
      const free = freeRange(Number(stack.cidrBlock.split("/")[1]), ranges);
      return [
        `${stack.name} has the range ${stack.cidrBlock}, which ${clashes.map(({ name }) => name).join(", ")} ` +
          `uses. Set cidrBlock in its stack file to a free range${free ? `, such as ${free}` : ""}.`,
      ];
    });
}

async function zoneFaults({ stacks, zonesOf, announce }: Networks): Promise<string[]> {
  if (!zonesOf) return [];
  const created = stacks.filter((stack) => isNew(stack) && stack.zones.length > 0);
  const faults = await Promise.all(
    created.map(async ({ name, region, zones }) => {
      try {
        const available = await zonesOf(region);
        const unknown = zones.filter((zone) => !available.includes(zone));
        if (unknown.length === 0) return [];
        return [
          `${name} has the zones ${unknown.join(", ")}, which this account does not have. Use ${available.join(", ")}.`,
        ];
      } catch (error) {
        if (!(error instanceof ZonesError)) throw error;
        if (isNotEnabled(region, error)) {
          return [
            `AWS refuses requests in ${region}, which an account has to enable first: ` +
              `aws account enable-region --region-name ${region}`,
          ];
        }
        announce(`${error.message} They are not checked.`);
        return [];
      }
    }),
  );
  return faults.flat();
}

/**
 * Source: AWS Account Management Reference Guide, "Enable or disable AWS Regions in your account": requests to
 * a region that is not enabled fail. EC2's codes for that: Amazon EC2 API Reference, "Error codes".
 */
const isNotEnabled = (region: string, { code }: ZonesError): boolean =>
  awsRegions[region]?.optIn === true &&
  code !== undefined &&
  ["AuthFailure", "OptInRequired"].includes(code);
