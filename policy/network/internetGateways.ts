import type { ResourceView } from "../model/resourceView.ts";
import type { StackView } from "../model/stackView.ts";
import { idOf, isGiven, named, textsAt } from "./reading.ts";
import type { Target } from "./routeTables.ts";

const internetGateway = "aws:ec2/internetGateway:InternetGateway";
const attachment = "aws:ec2/internetGatewayAttachment:InternetGatewayAttachment";
/** What else routes call a gateway. */
const otherGateways = ["aws:ec2/vpnGateway:VpnGateway", "aws:ec2/vpcEndpoint:VpcEndpoint"];

/** The internet gateways of a stack. */
export class InternetGateways {
  readonly #stack: StackView;

  constructor(stack: StackView) {
    this.#stack = stack;
  }

  /** Where a route leads that names a gateway. */
  targetOf(route: ResourceView): Target {
    const path = "gatewayId";
    const { resources, isEach } = this.#stack.references(
      route,
      path,
      internetGateway,
      ...otherGateways,
    );
    // What inline routes were made of is known for all of them together; most name one gateway.
    const gateways = resources.filter(({ type }) => type === internetGateway);
    const gateway = gateways[0];
    if (gateway && (isEach || gateways.length === resources.length)) return this.#through(gateway);
    if (resources.length > 0) return { kind: gateway ? "unknown" : "elsewhere" };
    const [id] = textsAt(route, path);
    if (id === undefined) return { kind: "unknown" };
    if (!id.startsWith("igw-")) return { kind: "elsewhere" };
    return { kind: "internet", words: id, obstacle: undefined };
  }

  #through(gateway: ResourceView): Target {
    const isAttached =
      isGiven(gateway, "vpcId") ||
      this.#stack.referring(gateway, attachment, "internetGatewayId").length > 0;
    const obstacle = isAttached
      ? undefined
      : `${named("internet gateway", gateway)} is attached to no VPC`;
    return { kind: "internet", words: idOf(gateway, "internet gateway"), obstacle };
  }
}
