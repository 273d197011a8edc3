// @ts-check
// Import borders between folders, and no import circles: a part of `npm run lint`.

/** The folders that a folder may import besides itself: docs/architecture.md, "The house". */
const allowed = {
  project: [],
  components: ["project/schedules", "project/userPools"],
  functions: [],
  services: [],
  policy: ["project"],
  stacks: ["components", "project"],
  // The policies' model of networks decides which connections the network of a region carries.
  local: ["functions/logs", "policy/model", "policy/network", "project"],
  deploy: ["local", "project"],
  commands: [
    "components",
    "functions/logs",
    "functions/shared/denyList",
    "local",
    "policy",
    "project",
  ],
};

/** @type {import("dependency-cruiser").IForbiddenRuleType[]} */
const borders = Object.entries(allowed).map(([folder, others]) => ({
  name: `${folder}/ may import ${others.map((other) => `${other}/`).join(", ") || "no other folder"}`,
  severity: "error",
  from: { path: `^${folder}/` },
  to: { dependencyTypes: ["local"], pathNot: `^(${[folder, ...others, "tests"].join("|")})/` },
}));

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    ...borders,
    {
      name: "functions and services run without Pulumi",
      severity: "error",
      from: { path: "^(functions|services)/" },
      to: { path: "^node_modules/@pulumi/" },
    },
    {
      name: "the console's page and its server share types only, which need no Node.js",
      severity: "error",
      from: { path: "^local/(console/page|apiTypes)/" },
      to: {
        dependencyTypes: ["local"],
        pathNot:
          "^local/(console/page|apiTypes)/|^local/(calls/record|routes/(routeInfo|triedCall))\\.ts$",
      },
    },
    {
      name: "only tests import tests/",
      severity: "error",
      from: { pathNot: "^(tests|bench|commands|scripts)/|/testing/|\\.test\\." },
      to: { path: "^tests/" },
    },
    {
      name: "tests that start the AWS endpoint are in tests/ or named *.endpoint.test.ts",
      severity: "error",
      from: { path: "\\.test\\.[tj]s$", pathNot: "^tests/|\\.endpoint\\.test\\.ts$" },
      to: {
        path: "/(miniStack|testing/cloud)\\.ts$|^tests/support/(deployedProject|engine)\\.ts$",
      },
    },
    { name: "no import circles", severity: "error", from: {}, to: { circular: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(\\.local|dist)/" },
    tsConfig: { fileName: "tsconfig.json" },
    // Type imports count, in TypeScript and in JSDoc.
    tsPreCompilationDeps: true,
    detectJSDocImports: true,
  },
};
