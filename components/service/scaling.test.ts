import assert from "node:assert/strict";
import { recordResources } from "../../tests/support/recordResources.ts";
import { refuses } from "../shared/testing/refuses.ts";
import { PrivateService, type PrivateServiceArgs, type Scaling, scalingIn } from "./index.ts";

const args: PrivateServiceArgs = {
  region: "us-east-1",
  vpcId: "vpc-1",
  subnetIds: ["private-1", "private-2"],
  clusterArn: "arn:aws:ecs:us-east-1:123456789012:cluster/c",
  directory: "services/orders",
};
const elb = "arn:aws:elasticloadbalancing:us-east-1:123456789012";

const record = (more: Partial<PrivateServiceArgs>) =>
  recordResources(() => new PrivateService("orders", { ...args, ...more }), {
    "awsx:ecr:Image": { imageUri: "repository@sha256:1" },
    "aws:lb/loadBalancer:LoadBalancer": { arn: `${elb}:loadbalancer/app/orders/12` },
    "aws:lb/targetGroup:TargetGroup": { arn: `${elb}:targetgroup/orders/34` },
  });

const scaled = {
  serviceNamespace: "ecs",
  scalableDimension: "ecs:service:DesiredCount",
  resourceId: "service/c/orders-name",
};

describe("the scaling of a service", () => {
  it("creates nothing unless it is asked for", async () => {
    const recorded = await record({});

    assert.deepEqual(recorded.names("Target"), []);
    assert.equal(recorded.inputs("Service", "orders")["desiredCount"], 2);
  });

  it("sets the limits of the service's number of tasks, which begins at the least", async () => {
    const recorded = await record({ scaling: { min: 3, max: 9, cpuPercent: 60 } });

    assert.deepEqual(recorded.inputs("Target", "orders"), {
      ...scaled,
      minCapacity: 3,
      maxCapacity: 9,
    });
    assert.equal(recorded.inputs("Service", "orders")["desiredCount"], 3);
  });

  it("keeps to each figure that is given, by a policy of its own", async () => {
    const recorded = await record({
      scaling: {
        max: 9,
        cpuPercent: 60,
        memoryPercent: 70,
        requestsPerTarget: 1_000,
        scaleOutCooldownSeconds: 30,
      },
    });
    const cooldowns = { scaleOutCooldown: 30, scaleInCooldown: 300 };
    const policy = (targetValue: number, metric: object) => ({
      ...scaled,
      policyType: "TargetTrackingScaling",
      targetTrackingScalingPolicyConfiguration: {
        targetValue,
        predefinedMetricSpecification: metric,
        ...cooldowns,
      },
    });

    assert.deepEqual(
      recorded.names("Policy").map((name) => [name, recorded.inputs("Policy", name)]),
      [
        ["orders-cpu", policy(60, { predefinedMetricType: "ECSServiceAverageCPUUtilization" })],
        [
          "orders-memory",
          policy(70, { predefinedMetricType: "ECSServiceAverageMemoryUtilization" }),
        ],
        [
          "orders-requests",
          policy(1_000, {
            predefinedMetricType: "ALBRequestCountPerTarget",
            resourceLabel: "app/orders/12/targetgroup/orders/34",
          }),
        ],
      ],
    );
  });

  it("changes the limits by schedule", async () => {
    const nights = { at: "cron(0 22 ? * * *)", timeZone: "Europe/Berlin", min: 1, max: 2 };
    const recorded = await record({ scaling: { max: 9, schedules: { nights } } });

    assert.deepEqual(recorded.names("Policy"), []);
    assert.deepEqual(recorded.inputs("ScheduledAction", "orders-nights"), {
      ...scaled,
      schedule: nights.at,
      timezone: "Europe/Berlin",
      scalableTargetAction: { minCapacity: 1, maxCapacity: 2 },
    });
  });

  it("has at least two tasks in production, at any time", () => {
    const scaling = {
      min: 1,
      max: 4,
      schedules: { nights: { at: "cron(0 22 ? * * *)", min: 0, max: 1 } },
    };

    const production = scalingIn(scaling, true);
    assert.deepEqual([production.min, production.max], [2, 4]);
    assert.deepEqual(production.schedules!["nights"], {
      ...scaling.schedules.nights,
      min: 2,
      max: 2,
    });
    assert.deepEqual(scalingIn(scaling, false), scaling);
    assert.equal(scalingIn({ max: 2, cpuPercent: 50 }, false).min, 1);
  });

  const schedules = (at: string) => ({ max: 4, schedules: { nights: { at, min: 1, max: 2 } } });
  const wrong: [string, Partial<PrivateServiceArgs>, RegExp][] = [
    ["no figure", { scaling: { max: 4 } }, /scaling is .*allowed: an object with cpuPercent/],
    ["one task", { scaling: { max: 1, cpuPercent: 60 } }, /scaling.max is 1; .*2 or greater/],
    ["min above max", { scaling: { min: 5, max: 4, cpuPercent: 60 } }, /at most max, which is 4/],
    ["a share", { scaling: { max: 4, cpuPercent: 0.6 } }, /cpuPercent is 0.6; .*from 1 to 100/],
    [
      "a day without ?",
      { scaling: schedules("cron(0 22 * * * *)") },
      /exactly one of the fields day-of-month/,
    ],
    ["cron of five fields", { scaling: schedules("cron(0 22 * * *)") }, /nights.at .*six fields/],
    [
      "a fixed number as well",
      { desiredCount: 3, scaling: { max: 4, cpuPercent: 60 } },
      /desiredCount is 3; allowed: nothing with scaling/,
    ],
  ];
  for (const [what, given, message] of wrong) {
    it(`refuses ${what}`, () => {
      refuses(() => new PrivateService("orders", { ...args, ...given }), { message });
    });
  }

  it("is a type that the compiler checks", () => {
    // @ts-expect-error -- max is missing
    const scaling: Scaling = { cpuPercent: 60 };
    refuses(() => new PrivateService("orders", { ...args, scaling }), {
      message: /max is missing/,
    });
  });
});
