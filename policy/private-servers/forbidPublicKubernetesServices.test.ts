import { testStackRule } from "../testing/stackTable.ts";
import { forbidPublicKubernetesServices as rule } from "./forbidPublicKubernetesServices.ts";

const scheme = "service.beta.kubernetes.io/aws-load-balancer-scheme";
const annotated = (annotations: object) => ({ metadata: { annotations } });

// Sources: "Annotations", AWS Load Balancer Controller; "Internal load balancer", Kubernetes documentation.
testStackRule(rule, {
  compliant: [
    {
      type: "kubernetes:core/v1:Service",
      name: "web",
      props: { ...annotated({ [scheme]: "internal" }), spec: { type: "LoadBalancer" } },
    },
    {
      type: "kubernetes:networking.k8s.io/v1:Ingress",
      name: "shop",
      props: annotated({ "kubernetes.io/ingress.class": "alb" }),
    },
  ],
  passing: {
    "a service in the cluster": { web: { metadata: {}, spec: { type: "ClusterIP" } } },
    "the controller's default": {
      web: {
        metadata: {},
        spec: { type: "LoadBalancer", loadBalancerClass: "service.k8s.aws/nlb" },
      },
    },
    "the older annotation": {
      web: annotated({ "service.beta.kubernetes.io/aws-load-balancer-internal": "true" }),
    },
    "an office's address": {
      web: {
        metadata: {},
        spec: { type: "LoadBalancer", loadBalancerSourceRanges: ["203.0.113.7/32"] },
      },
    },
    "an ingress for an office": {
      shop: annotated({
        "alb.ingress.kubernetes.io/scheme": "internet-facing",
        "alb.ingress.kubernetes.io/inbound-cidrs": "203.0.113.7/32, 198.51.100.9/32",
      }),
    },
  },
  failing: {
    "a service without annotations": [
      { web: { metadata: {} } },
      "web",
      /^Without the AWS Load Balancer Controller, Kubernetes makes an internet-facing load balancer: .*scheme"\] is not set/,
    ],
    "a public scheme": [
      { web: annotated({ [scheme]: "internet-facing" }) },
      "web",
      /^The load balancer of the service is internet-facing/,
    ],
    "a public ingress": [
      { shop: annotated({ "alb.ingress.kubernetes.io/scheme": "internet-facing" }) },
      "shop",
      /^The load balancer of the ingress is internet-facing/,
    ],
  },
});
