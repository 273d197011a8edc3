import type { ResourceView } from "../model/resourceView.ts";
import type { SharedValues } from "../model/sharedValues.ts";
import type { StackView } from "../model/stackView.ts";
import { type HostKind, hostKinds, instance, networkInterface } from "./hostKinds.ts";
import { type Place, Places } from "./places.ts";
import { elementsOf, isGiven, named } from "./reading.ts";
import type { SecurityGroups } from "./securityGroups.ts";
import type { Subnets } from "./subnets.ts";

/** A server, database or load balancer that the internet may reach. */
export interface Host {
  readonly view: ResourceView;
  /** Such as `instance "web"`. */
  readonly words: string;
  /** Its network interfaces; most hosts have one. */
  readonly places: readonly Place[];
}

const attachment = "aws:ec2/networkInterfaceAttachment:NetworkInterfaceAttachment";

/** Reads the hosts of a stack. */
export class Hosts {
  readonly #stack: StackView;
  readonly #places: Places;
  readonly #hosts: SharedValues<ResourceView, Host>;

  constructor(stack: StackView, subnets: Subnets, groups: SecurityGroups) {
    this.#stack = stack;
    this.#hosts = stack.sharedValues();
    this.#places = new Places(stack, subnets, groups);
  }

  /** All hosts that may have a public address. An instance includes its network interfaces. */
  all(): readonly Host[] {
    const attached = new Set(
      this.#stack.ofType(instance).flatMap((server) => this.#interfacesOf(server)),
    );
    return Object.entries(hostKinds).flatMap(([type, { isOne = () => true }]) =>
      this.#stack
        .ofType(type)
        .filter((view) => !attached.has(view) && isOne(view))
        .map((view) => this.of(view)),
    );
  }

  /** @param view - a resource of a type in {@link hostKinds} */
  of(view: ResourceView): Host {
    return this.#hosts.get(view, () => ({
      view,
      words: named(hostKinds[view.type]!.noun, view),
      places: this.#placesOf(view),
    }));
  }

  #placesOf(view: ResourceView): Place[] {
    const kind = hostKinds[view.type]!;
    const words = `eni of ${named(kind.noun, view)}`;
    const parts = (kind.parts ?? []).filter((path) => isGiven(view, path));
    if (parts.length > 0) {
      return parts
        .flatMap((path) => elementsOf(view, path))
        .map((part) => this.#places.of(part, kind, words));
    }
    const own = this.#places.of(view, kind, words);
    return view.type === instance ? this.#placesOfInstance(view, kind, own) : [own];
  }

  /** An instance that names its network interfaces has no others. */
  #placesOfInstance(server: ResourceView, kind: HostKind, own: Place): Place[] {
    const places = this.#interfacesOf(server).map((eni) => {
      const words = `${named("eni", eni)} of ${named(kind.noun, server)}`;
      return this.#places.of(eni, hostKinds[networkInterface]!, words);
    });
    return this.#namedInterfacesOf(server).length > 0 ? places : [own, ...places];
  }

  /** Network interfaces that are resources. */
  #interfacesOf(server: ResourceView): readonly ResourceView[] {
    const attached = this.#stack
      .referring(server, attachment, "instanceId")
      .flatMap((one) => this.#stack.referred(one, "networkInterfaceId", networkInterface));
    const attachedBySelf = this.#stack.referring(server, networkInterface, "attachments.instance");
    return [...new Set([...this.#namedInterfacesOf(server), ...attached, ...attachedBySelf])];
  }

  #namedInterfacesOf(server: ResourceView): readonly ResourceView[] {
    return hostKinds[instance]!.interfaces!.flatMap((path) =>
      this.#stack.referred(server, `${path}.networkInterfaceId`, networkInterface),
    );
  }
}
