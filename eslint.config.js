// @ts-check
import tseslint from "typescript-eslint";

/** Which folders a folder must not import from: the separation that docs/architecture.md describes. */
const forbidden = {
  components: ["deploy", "local", "policy", "stacks", "services"],
  functions: ["components", "deploy", "local", "policy", "stacks", "services", "@pulumi"],
  services: ["components", "deploy", "functions", "local", "policy", "stacks", "@pulumi"],
  policy: ["components", "deploy", "functions", "local", "stacks", "services"],
  stacks: ["deploy", "local", "policy"],
  local: ["components", "deploy", "functions", "policy", "stacks", "services"],
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
