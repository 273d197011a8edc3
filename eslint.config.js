// @ts-check
import tseslint from "typescript-eslint";

/** Which folders a folder must not import from: the separation that docs/architecture.md describes. */
const forbidden = {
  project: [
    "commands",
    "components",
    "deploy",
    "functions",
    "local",
    "policy",
    "stacks",
    "services",
  ],
  components: ["commands", "deploy", "local", "policy", "project", "stacks", "services"],
  functions: [
    ...["commands", "components", "deploy", "local", "policy", "project", "stacks", "services"],
    "@pulumi",
  ],
  services: [
    ...["commands", "components", "deploy", "functions", "local", "policy", "project", "stacks"],
    "@pulumi",
  ],
  policy: ["commands", "components", "deploy", "functions", "local", "stacks", "services"],
  stacks: ["commands", "deploy", "local", "policy", "project"],
  local: ["commands", "components", "deploy", "functions", "policy", "stacks", "services"],
  deploy: ["commands", "components", "functions", "policy", "stacks", "services"],
};

/** @type {import("eslint").Linter.Config[]} */
const boundaries = Object.entries(forbidden).map(([folder, others]) => ({
  files: [`${folder}/**/*.{ts,js,mjs}`],
  rules: {
    "no-restricted-imports": [
      "error",
      {
        patterns: others.map((other) => ({
          group: other.startsWith("@") ? [`${other}/*`] : [`../**/${other}/**`, `../${other}/**`],
          message: `${folder}/ does not import ${other}/ (docs/architecture.md, "The house").`,
        })),
      },
    ],
  },
}));

export default tseslint.config(
  { ignores: ["node_modules/", ".local/", "dist/"] },
  ...tseslint.configs.recommended,
  {
    files: ["**/*.ts"],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: false }],
      "@typescript-eslint/no-explicit-any": "error",
    },
  },
  {
    rules: {
      eqeqeq: ["error", "always", { null: "ignore" }],
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_" },
      ],
      "max-lines": ["warn", { max: 300, skipBlankLines: true, skipComments: true }],
    },
  },
  ...boundaries,
);
