/** The pack in docs/policies.md of a project beside this one, as its `index.ts`. Tests run it. */
export const teamPack = `import { PolicyPack } from "@pulumi/policy";
import { privateServers } from "../palisade/policy/library";

new PolicyPack("shop", {
  policies: [
    ...privateServers({ "forbid-near-paths-from-internet": "disabled" }),
    {
      name: "require-queue-owner",
      description: "A queue names its owner.",
      enforcementLevel: "mandatory",
      validateResource(args, reportViolation) {
        if (args.type !== "aws:sqs/queue:Queue") return;
        if (!args.props.tags?.owner) reportViolation("Set tags.owner.");
      },
    },
  ],
});
`;
