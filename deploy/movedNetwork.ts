import type { StepEventMetadata } from "@pulumi/pulumi/automation/index.js";

/** A stack with its plan. */
interface Planned {
  readonly name: string;
  readonly plan: { readonly lost: readonly Lost[] };
}

/** A resource that a plan replaces or deletes. */
interface Lost {
  readonly type: string;
  readonly name: string;
  readonly moves?: string;
}

/** A network of a deployed region would be replaced. */
class MovedNetworkError extends Error {
  override readonly name = "MovedNetworkError";
}

/** Inputs that fix where the parts of a network are. */
const fixed: Readonly<Record<string, readonly string[]>> = {
  "aws:ec2/vpc:Vpc": ["cidrBlock"],
  "aws:ec2/subnet:Subnet": ["availabilityZone", "cidrBlock"],
};

/**
 * How a replacement moves a part of a network, such as `availabilityZone from eu-west-1a to eu-west-1b`.
 * `undefined` if it moves none.
 */
export function moveOf({ type, old, new: wanted }: StepEventMetadata): string | undefined {
  const moved = (fixed[type] ?? []).flatMap((property) => {
    const [from, to] = [old?.inputs?.[property], wanted?.inputs?.[property]];
    return from === to ? [] : [`${property} from ${from} to ${to}`];
  });
  return moved.length > 0 ? moved.join(", ") : undefined;
}

/**
 * Makes sure that no deployed network moves. AWS creates no subnet whose range overlaps the one that it is to
 * replace, so the deployment would fail halfway. Source: Amazon EC2 API Reference, "Error codes",
 * `InvalidSubnet.Conflict`.
 *
 * @throws MovedNetworkError
 */
export function requireFixedNetworks(stacks: readonly Planned[]): void {
  const moved = stacks.flatMap(({ name, plan }) => {
    const moves = plan.lost.filter(({ moves }) => moves !== undefined);
    const lines = moves.map((lost) => `\n    ${lost.type} ${lost.name}: ${lost.moves}`);
    return moves.length > 0 ? [`\n  ${name}${lines.join("")}`] : [];
  });
  if (moved.length === 0) return;
  throw new MovedNetworkError(
    `Nothing was deployed, because parts of a deployed network would move:${moved.join("")}\n` +
      "Undo the change of zones or cidrBlock in the stack file: zones keep their order, new ones are appended, " +
      "and the range stays. To give a region another network, remove it and add it again (docs/operating.md).",
  );
}
