import { areTooWide } from "../model/addresses.ts";
import { allowanceOf, type InternetSettings, internetSettings } from "../model/internet.ts";
import { isFalse, isOneOf, type ResourceView } from "../model/resourceView.ts";
import type { StackFinding, StackRule } from "../rule.ts";

const serviceTypes = ["kubernetes:core/v1:Service"];
const ingressTypes = [
  "kubernetes:networking.k8s.io/v1:Ingress",
  "kubernetes:networking.k8s.io/v1beta1:Ingress",
  "kubernetes:extensions/v1beta1:Ingress",
];

/**
 * Services and ingresses of Kubernetes get internal load balancers, which no type of AWS in the stack
 * shows.
 *
 * Sources: "Annotations" of services and of ingresses, AWS Load Balancer Controller; "Internal load
 * balancer", Kubernetes documentation on services.
 */
export const forbidPublicKubernetesServices: StackRule<InternetSettings> = {
  name: "forbid-public-kubernetes-services",
  description: "Load balancers of Kubernetes services and ingresses are internal.",
  why: "The cluster makes the load balancer, so that no other rule sees it, and it bypasses the API with its authorizers and throttles.",
  fix: 'Set the annotation service.beta.kubernetes.io/aws-load-balancer-scheme, or alb.ingress.kubernetes.io/scheme for an ingress, to "internal". Without the AWS Load Balancer Controller, set service.beta.kubernetes.io/aws-load-balancer-internal to "true".',
  settings: internetSettings,
  equivalents: [],

  *checkStack(stack, settings): Iterable<StackFinding> {
    const kinds: readonly (readonly [readonly string[], typeof publicService])[] = [
      [serviceTypes, publicService],
      [ingressTypes, publicIngress],
    ];
    for (const [types, isPublic] of kinds) {
      for (const resource of stack.ofType(...types)) {
        const found = isPublic(resource);
        if (!found) continue;
        const ranges = found.ranges.flatMap((value) => String(value).split(/\s*,\s*/));
        if (ranges.length > 0 && !areTooWide(ranges, allowanceOf(settings))) continue;
        yield {
          urn: resource.urn,
          exposed: found.exposed,
          property: found.property,
          value: found.value,
        };
      }
    }
  },
};

/** What makes a load balancer public, and who may connect to it; everyone without ranges. */
interface Opening {
  readonly exposed: string;
  readonly property: string;
  readonly value: unknown;
  readonly ranges: readonly unknown[];
}

const annotations = "metadata.annotations";
const ofService = "service.beta.kubernetes.io/aws-load-balancer-";
const ofIngress = "alb.ingress.kubernetes.io/";

/** Annotations have dots in their names. */
function annotation(resource: ResourceView, name: string): unknown {
  const [all] = resource.valuesAt(annotations);
  return typeof all?.value === "object" && all.value !== null
    ? Reflect.get(all.value, name)
    : undefined;
}

function publicService(service: ResourceView): Opening | undefined {
  if (!isOneOf(service.valueAt("spec.type"), ["LoadBalancer"])) return undefined;
  const scheme = annotation(service, `${ofService}scheme`);
  const internal = annotation(service, `${ofService}internal`);
  const isInternal = internal !== undefined && !isFalse(internal);
  if (
    isInternal ||
    (scheme === undefined ? isOfController(service) : scheme !== "internet-facing")
  ) {
    return undefined;
  }
  return {
    exposed:
      scheme === undefined
        ? "Without the AWS Load Balancer Controller, Kubernetes makes an internet-facing load balancer"
        : "The load balancer of the service is internet-facing",
    property: `${annotations}["${ofService}scheme"]`,
    value: scheme,
    ranges: [
      ...service.hintsAt("spec.loadBalancerSourceRanges"),
      ...given(annotation(service, "service.beta.kubernetes.io/load-balancer-source-ranges")),
    ],
  };
}

/** Whether AWS's controller makes the load balancer. Its default is an internal one. */
const isOfController = (service: ResourceView): boolean =>
  service
    .hintsAt("spec.loadBalancerClass")
    .some((name) => ["service.k8s.aws/nlb", "eks.amazonaws.com/nlb"].includes(String(name))) ||
  isOneOf(annotation(service, `${ofService}type`), ["external", "nlb-ip"]);

function publicIngress(ingress: ResourceView): Opening | undefined {
  const scheme = annotation(ingress, `${ofIngress}scheme`);
  if (scheme !== "internet-facing") return undefined;
  return {
    exposed: "The load balancer of the ingress is internet-facing",
    property: `${annotations}["${ofIngress}scheme"]`,
    value: scheme,
    ranges: given(annotation(ingress, `${ofIngress}inbound-cidrs`)),
  };
}

const given = (value: unknown): unknown[] => (value === undefined ? [] : [value]);
