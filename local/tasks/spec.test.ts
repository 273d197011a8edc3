import assert from "node:assert/strict";
import type { Properties, Resource } from "../graph/resource.ts";
import { readServices } from "./spec.ts";

const resource = (type: string, inputs: Properties, outputs: Properties = {}): Resource => ({
  type,
  name: "orders",
  id: "orders",
  inputs,
  outputs: { ...inputs, ...outputs },
});

const image = resource(
  "awsx:ecr:Image",
  { context: "services/orders" },
  { imageUri: "repository@sha256:1" },
);
const task = resource(
  "aws:ecs/taskDefinition:TaskDefinition",
  {
    taskRoleArn: "arn:role",
    containerDefinitions: JSON.stringify([
      {
        name: "orders",
        image: "repository@sha256:1",
        environment: [{ name: "ORDERS_TABLE", value: "orders" }],
        secrets: [{ name: "PAYMENT_KEY", valueFrom: "arn:secret" }],
      },
    ]),
  },
  { arn: "arn:task" },
);
const service = resource("aws:ecs/service:Service", {
  taskDefinition: "arn:task",
  loadBalancers: [{ targetGroupArn: "arn:targets" }],
});
const targets = resource(
  "aws:lb/targetGroup:TargetGroup",
  { healthCheck: { path: "/ok" } },
  { arn: "arn:targets" },
);
const listener = resource("aws:lb/listener:Listener", {
  loadBalancerArn: "arn:balancer",
  port: 80,
  defaultActions: [{ type: "forward", targetGroupArn: "arn:targets" }],
});
const balancer = resource(
  "aws:lb/loadBalancer:LoadBalancer",
  {},
  { arn: "arn:balancer", dnsName: "internal-orders.elb.amazonaws.com" },
);

describe("readServices", () => {
  it("finds a service's folder and its load balancer's address", () => {
    const services = readServices([image, task, service, targets, listener, balancer], "/project");

    assert.deepEqual(services, [
      {
        name: "orders",
        directory: "/project/services/orders",
        environment: { ORDERS_TABLE: "orders" },
        secrets: ["PAYMENT_KEY"],
        taskRoleArn: "arn:role",
        healthPath: "/ok",
        addresses: ["internal-orders.elb.amazonaws.com:80"],
        privateAddresses: [],
      },
    ]);
  });

  it("finds names of private hosted zones, and not of public ones", () => {
    const named = (id: string, zone: Properties) => [
      { ...resource("aws:route53/zone:Zone", zone), id },
      resource("aws:route53/record:Record", {
        zoneId: id,
        name: `orders.${id}`,
        aliases: [{ name: "internal-orders.elb.amazonaws.com" }],
      }),
    ];
    const all = [image, task, service, targets, listener, balancer];
    const zones = [...named("inside", { vpcs: [{ vpcId: "vpc-1" }] }), ...named("outside", {})];

    const [found] = readServices([...all, ...zones], "/project");

    assert.deepEqual(found?.privateAddresses, ["orders.inside:80"]);
  });

  it("does not require a load balancer", () => {
    const alone = resource("aws:ecs/service:Service", { taskDefinition: "arn:task" });

    const [found] = readServices([image, task, alone], "/project");

    assert.deepEqual([found?.addresses, found?.healthPath], [[], "/"]);
  });

  it("refuses a service whose image is not built from a folder", () => {
    assert.throws(() => readServices([task, service], "/project"), {
      name: "ServiceSpecError",
      message: /image repository@sha256:1 is not built from a folder by awsx.ecr.Image/,
    });
  });
});
