import type { ResourceView } from "../model/resourceView.ts";
import type { StackView } from "../model/stackView.ts";
import type { Answer } from "./answer.ts";

/** What gives an Elastic IP address, and by which properties, to what. */
const givers = [
  ["aws:ec2/eip:Eip", "instance"],
  ["aws:ec2/eip:Eip", "networkInterface"],
  ["aws:ec2/eipAssociation:EipAssociation", "instanceId"],
  ["aws:ec2/eipAssociation:EipAssociation", "networkInterfaceId"],
] as const;

/** Elastic IP addresses: public ones that outlive what has them. */
export class ElasticAddresses {
  readonly #stack: StackView;

  constructor(stack: StackView) {
    this.#stack = stack;
  }

  /** Whether an instance or a network interface has one. */
  of(view: ResourceView): Answer {
    const given = givers.flatMap(([type, path]) =>
      this.#stack
        .referring(view, type, path)
        .map((giver) => this.#stack.references(giver, path, view.type).isEach),
    );
    return given.includes(true) ? true : given.length > 0 ? undefined : false;
  }
}
