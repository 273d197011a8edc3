import assert from "node:assert/strict";
import { judge, type TestResource } from "../testing/judge.ts";
import { type Change, testRule, unknown } from "../testing/ruleTable.ts";
import { forbidPlainSecrets as rule } from "./forbidPlainSecrets.ts";

const password = "hunter2-hunter2";
const address = `postgres://app:${password}@db.internal/orders`;

interface Form {
  /** Path of the finding, without the variable's name. */
  readonly path: string;
  /** Properties with variables. */
  readonly props: (variables: Readonly<Record<string, unknown>>) => Change;
}

const named = (variables: Readonly<Record<string, unknown>>) =>
  Object.entries(variables).map(([name, value]) => ({ name, value }));
const map = (path: string): Form => ({
  path,
  props: (variables) =>
    path.split(".").reduceRight<unknown>((inner, key) => ({ [key]: inner }), variables) as Change,
});

const list = (path: string): Form => ({
  path,
  props: (variables) =>
    path
      .split(".")
      .reduceRight<unknown>((inner, key) => ({ [key]: inner }), named(variables)) as Change,
});

const image = "sourceConfiguration.imageRepository.imageConfiguration.runtimeEnvironmentVariables";
const code =
  "sourceConfiguration.codeRepository.codeConfiguration.codeConfigurationValues.runtimeEnvironmentVariables";

const tuning = "aws:sagemaker/hyperParameterTuningJob:HyperParameterTuningJob";

/** Each way in which a type sets its environment. */
const forms: readonly (readonly [type: string, form: Form])[] = [
  ["aws:lambda/function:Function", map("environment.variables")],
  ["aws:apprunner/service:Service", map(image)],
  ["aws:apprunner/service:Service", map(code)],
  ["aws:synthetics/canary:Canary", map("runConfig.environmentVariables")],
  ["aws:amplify/app:App", map("environmentVariables")],
  ["aws:amplify/app:App", map("autoBranchCreationConfig.environmentVariables")],
  ["aws:amplify/branch:Branch", map("environmentVariables")],
  ["aws:lambda/microvmsImage:MicrovmsImage", map("environmentVariables")],
  ["aws:lambdamicrovms/image:Image", map("environmentVariables")],
  ["aws:bedrock/agentcoreAgentRuntime:AgentcoreAgentRuntime", map("environmentVariables")],
  ["aws:bedrock/agentcoreHarness:AgentcoreHarness", map("environmentVariables")],
  ["aws:apigateway/stage:Stage", map("variables")],
  ["aws:apigateway/stage:Stage", map("canarySettings.stageVariableOverrides")],
  ["aws:apigateway/deployment:Deployment", map("variables")],
  ["aws:apigatewayv2/stage:Stage", map("stageVariables")],
  ["aws:sagemaker/model:Model", map("primaryContainer.environment")],
  ["aws:sagemaker/trainingJob:TrainingJob", map("environment")],
  ["aws:sagemaker/trainingJob:TrainingJob", map("hyperParameters")],
  [tuning, map("trainingJobDefinition.environment")],
  [tuning, map("trainingJobDefinitions.environment")],
  [
    "aws:sagemaker/dataQualityJobDefinition:DataQualityJobDefinition",
    map("dataQualityAppSpecification.environment"),
  ],
  [
    "aws:sagemaker/monitoringSchedule:MonitoringSchedule",
    map("monitoringScheduleConfig.monitoringJobDefinition.environment"),
  ],
  ["aws:glue/job:Job", map("defaultArguments")],
  ["aws:glue/job:Job", map("nonOverridableArguments")],
  ["aws:glue/connection:Connection", map("connectionProperties")],
  ["aws:appsync/graphQLApi:GraphQLApi", map("environmentVariables")],
  ["aws:glue/workflow:Workflow", map("defaultRunProperties")],
  [
    "aws:kinesisanalyticsv2/application:Application",
    map("applicationConfiguration.environmentProperties.propertyGroups.propertyMap"),
  ],
  ["aws:mwaa/environment:Environment", map("airflowConfigurationOptions")],
  ["aws:ecs/service:Service", map("serviceConnectConfiguration.logConfiguration.options")],
  ["aws:batch/jobDefinition:JobDefinition", map("parameters")],
  [
    "aws:batch/jobDefinition:JobDefinition",
    list("eksProperties.podProperties.initContainers.envs"),
  ],
  ["aws:ecs/expressGatewayService:ExpressGatewayService", list("primaryContainer.environments")],
  ["aws:ecs/daemonTaskDefinition:DaemonTaskDefinition", list("containerDefinitions.environments")],
  [
    "aws:pipes/pipe:Pipe",
    list("targetParameters.ecsTaskParameters.overrides.containerOverrides.environments"),
  ],
  [
    "aws:pipes/pipe:Pipe",
    list("targetParameters.batchJobParameters.containerOverrides.environments"),
  ],
  [
    "aws:codebuild/project:Project",
    {
      path: "environment.environmentVariables",
      props: (variables) => ({ environment: { environmentVariables: named(variables) } }),
    },
  ],
  [
    "aws:lightsail/containerServiceDeploymentVersion:ContainerServiceDeploymentVersion",
    {
      path: "containers.environment",
      props: (environment) => ({ containers: [{ containerName: "a" }, { environment }] }),
    },
  ],
  [
    "aws:elasticbeanstalk/environment:Environment",
    {
      path: "settings",
      props: (variables) => ({
        settings: named(variables).map((setting) => ({
          ...setting,
          namespace: "aws:elasticbeanstalk:application:environment",
        })),
      }),
    },
  ],
];

/** Variables within JSON: one unknown value makes the whole text unknown. */
const texts: readonly (readonly [type: string, form: Form])[] = [
  [
    "aws:ecs/taskDefinition:TaskDefinition",
    {
      path: "containerDefinitions[1].environment",
      props: (variables) => ({
        containerDefinitions: JSON.stringify([
          { name: "sidecar" },
          {
            name: "app",
            environment: named(variables),
            secrets: [{ name: "DB_PASSWORD", valueFrom: "orders" }],
          },
        ]),
      }),
    },
  ],
  [
    "aws:ecs/taskDefinition:TaskDefinition",
    {
      path: "containerDefinitions[0].logConfiguration.options",
      props: (options) => ({
        containerDefinitions: JSON.stringify([{ name: "app", logConfiguration: { options } }]),
      }),
    },
  ],
  [
    "aws:codepipeline/pipeline:Pipeline",
    {
      path: "stages.actions.configuration.EnvironmentVariables",
      props: (variables) => ({
        stages: [
          {
            actions: [
              { configuration: { EnvironmentVariables: JSON.stringify(named(variables)) } },
            ],
          },
        ],
      }),
    },
  ],
  [
    "aws:batch/jobDefinition:JobDefinition",
    {
      path: "containerProperties.environment",
      props: (variables) => ({
        containerProperties: JSON.stringify({ image: "a", environment: named(variables) }),
      }),
    },
  ],
  [
    "aws:batch/jobDefinition:JobDefinition",
    {
      path: "ecsProperties.taskProperties[0].containers[0].environment",
      props: (variables) => ({
        ecsProperties: JSON.stringify({
          taskProperties: [{ containers: [{ environment: named(variables) }] }],
        }),
      }),
    },
  ],
];

for (const [type, { path, props }] of [...forms, ...texts]) {
  testRule(rule, type, {
    compliant: props({
      TABLE_NAME: "orders",
      DB_SECRET_ARN: "arn:aws:secretsmanager:us-east-1:123456789012:secret:orders",
      DB_PASSWORD: "{{resolve:secretsmanager:orders}}",
      TOKEN_URL: "https://example.com/oauth2/token",
    }),
    passing: { "no variables": props({}) },
    failing: {
      "a password": [props({ DB_PASSWORD: password }), `${path}.DB_PASSWORD`],
      "a password in an address": [props({ DATABASE_URL: address }), `${path}.DATABASE_URL`],
      "a password among others": [
        props({ TABLE_NAME: "orders", JWT_SECRET: password }),
        `${path}.JWT_SECRET`,
      ],
    },
  });
}

testRule(rule, "aws:lambda/function:Function", {
  compliant: { environment: { variables: { TABLE_NAME: unknown } } },
  passing: { "nothing known at all": { environment: unknown } },
  failing: {},
  undecided: {
    "the value of a variable with a secret's name": {
      environment: { variables: { DB_PASSWORD: unknown } },
    },
  },
});

testRule(rule, "aws:codebuild/project:Project", {
  compliant: {
    environment: {
      environmentVariables: [
        { name: "NPM_TOKEN", value: "npm-token", type: "SECRETS_MANAGER" },
        { name: "DB_PASSWORD", value: "db-password", type: "PARAMETER_STORE" },
      ],
    },
  },
  failing: {},
});

describe("forbid-plain-secrets", () => {
  for (const [type, { path, props }] of forms) {
    it(`checks the known part of ${type} before the deployment`, () => {
      const { violations } = judge(rule, {
        type,
        props: props({ TABLE_NAME: unknown, DB_PASSWORD: password }),
      });

      assert.equal(violations.length, 1);
      assert.ok(violations[0]!.message.includes(`${path}.DB_PASSWORD is named like a secret`));
    });
  }

  it("reports everything but the secret", () => {
    const resources: TestResource[] = [...forms, ...texts].map(([type, { props }]) => ({
      type,
      props: props({ DB_PASSWORD: password, DATABASE_URL: address }),
    }));

    for (const resource of resources) {
      const { violations } = judge(rule, resource);
      assert.equal(violations.length, 2, resource.type);
      assert.doesNotMatch(JSON.stringify(violations), /hunter2/);
    }
  });

  it("skips configured exceptions", () => {
    const type = "aws:lambda/function:Function";
    const props = { environment: { variables: { CSRF_TOKEN: "x-csrf-token" } } };

    assert.equal(judge(rule, { type, props }).violations.length, 1);
    assert.equal(
      judge(rule, { type, props }, { plainVariables: ["CSRF_TOKEN"] }).violations.length,
      0,
    );
  });
});
