import { ExportedStack } from "../support/exportedStack.ts";
import { addRole } from "../support/functions.ts";
import type { CorpusState } from "../support/state.ts";

const runner = new ExportedStack({ project: "apprunner", region: "eu-west-1" });
const puller = addRole(runner, "access", "build.apprunner.amazonaws.com", [
  "service-role/AWSAppRunnerServicePolicyForECRAccess",
]);
runner.aws("apprunner.Service", "web", {
  serviceName: "web",
  sourceConfiguration: {
    authenticationConfiguration: { accessRoleArn: puller.arn },
    imageRepository: {
      imageIdentifier: "111122223333.dkr.ecr.eu-west-1.amazonaws.com/web:latest",
      imageRepositoryType: "ECR",
      imageConfiguration: {
        port: "8000",
        runtimeEnvironmentVariables: { LOG_LEVEL: "info", JWT_SECRET: "b7f1c9a2d8e64f0d9c3e" },
        runtimeEnvironmentSecrets: {
          DB_PASSWORD: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf",
        },
      },
    },
  },
});

/** As the guides on App Runner have it. */
export const appRunner: CorpusState = {
  about: "a container on App Runner, public by default",
  stack: runner,
  mandatory: {
    "forbid-public-applications web": "isPubliclyAccessible is not set, which means true",
    "forbid-plain-secrets web": "JWT_SECRET; DB_PASSWORD comes from Secrets Manager",
  },
};

const beanstalk = new ExportedStack({ project: "beanstalk", plugin: "6.66.2" });
const role = addRole(beanstalk, "eb-ec2", "ec2.amazonaws.com", ["AWSElasticBeanstalkWebTier"]);
const profile = beanstalk.aws("iam.InstanceProfile", "eb-ec2", { role: role.name });
const application = beanstalk.aws("elasticbeanstalk.Application", "app", { name: "app" });
beanstalk.aws("elasticbeanstalk.Environment", "app-env", {
  application: application.name,
  solutionStackName: "64bit Amazon Linux 2023 v6.1.0 running Node.js 20",
  settings: [
    {
      namespace: "aws:autoscaling:launchconfiguration",
      name: "IamInstanceProfile",
      value: profile.name,
    },
    { namespace: "aws:elasticbeanstalk:environment", name: "ServiceRole", value: "eb-service" },
  ],
});

/** As the guides on Elastic Beanstalk have it. */
export const beanstalkApp: CorpusState = {
  about: "an Elastic Beanstalk environment with its defaults",
  stack: beanstalk,
  mandatory: {
    "forbid-public-beanstalk-environments app-env":
      "the load balancer and the servers are public unless settings say otherwise",
  },
};

const builds = new ExportedStack({ project: "builds", stack: "prod" });
const repository = builds.aws("ecr.Repository", "shop", { imageTagMutability: "IMMUTABLE" });
const builder = addRole(builds, "builder", "codebuild.amazonaws.com");
builds.aws("codebuild.Project", "shop", {
  name: "shop",
  serviceRole: builder.arn,
  artifacts: { type: "NO_ARTIFACTS", encryptionDisabled: false },
  environment: {
    computeType: "BUILD_GENERAL1_SMALL",
    image: "aws/codebuild/amazonlinux-x86_64-standard:5.0",
    type: "LINUX_CONTAINER",
    privilegedMode: true,
    environmentVariables: [
      { name: "REPOSITORY", value: repository.name, type: "PLAINTEXT" },
      { name: "NPM_TOKEN", value: "npm_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8", type: "PLAINTEXT" },
      { name: "SONAR_TOKEN", value: "/ci/sonar", type: "PARAMETER_STORE" },
    ],
  },
  source: { type: "GITHUB", location: "https://github.com/example/shop.git" },
});

/** As the guides on CodeBuild have it. */
export const buildProject: CorpusState = {
  about: "a build project with a token in plain text",
  stack: builds,
  mandatory: { "forbid-plain-secrets shop": "NPM_TOKEN; SONAR_TOKEN names a parameter" },
};
