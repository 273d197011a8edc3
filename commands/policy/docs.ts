import { levelsOf } from "../../policy/config/ruleConfig.ts";
import type { Rule, Setting } from "../../policy/rule.ts";
import { type RuleSet, ruleSets } from "../../policy/ruleSets.ts";

/** The page about all rules, in Markdown. */
export const rulesPage = (): string =>
  [introduction, contents(), ...ruleSets.map(section)].join("\n\n") + "\n";

const introduction = `# Policies

<!-- Made from the rules by \`npm run policy:docs\`. Change commands/policy/docs.ts or the rule itself. -->

What keeps servers private, and APIs, identities and data guarded. The rules are for any Pulumi program that uses the
\`aws\` or \`awsx\` packages, in any language. [\`policy/\`](../policy) is a policy pack of all of them; each of its folders that is
named below is a pack of its own.

\`\`\`sh
pulumi preview --policy-pack policy                       # stops before anything is exposed
pulumi preview --policy-pack policy/private-servers       # one set of rules
npm run policy -- --graph export.json                     # what \`pulumi stack export --file export.json\` wrote, without an engine
npm run policy -- --graph export.json --format sarif      # or text, json
\`\`\`

Another project names the folder by its path, in a checkout of this one after \`npm ci\`. \`npm run deploy\` has the pack on by default. \`npm run policy\` ends with 0 where nothing mandatory is found, with 1 where something
is, and with 2 where it could not look.

A rule about one resource stops the resource before it is created or changed. A rule about a whole stack is asked at the end of
a preview, and stops what comes after; an update without a preview (\`--skip-preview\`) is told after the fact. What is not known
before the deployment, such as a text made of an ARN, is an advisory in a preview and checked in the update, before the resource
is created.

## Configuration

[\`policy/config.json\`](../policy/config.json) holds this project's levels, settings and exemptions, in the form of Pulumi's
\`--policy-pack-config\`; [\`policy/config.schema.json\`](../policy/config.schema.json) is its JSON Schema. A file that is given with
\`--policy-pack-config\`, or with \`--config\` to \`npm run policy\`, has the same form:

\`\`\`json
{
  "all": "mandatory",
  "forbid-near-paths-from-internet": "disabled",
  "forbid-internet-ingress": {
    "enforcementLevel": "mandatory",
    "widest": { "ipv4": 28, "ipv6": 56 },
    "exemptions": [
      {
        "urn": "urn:pulumi:prod-*::shop::aws:ec2/securityGroup:SecurityGroup::legacy-ftp",
        "reason": "Partners upload by FTP until they have moved to the API.",
        "expires": "2027-03-31"
      }
    ]
  }
}
\`\`\`

An exemption names resources by their URN, in which \`*\` stands for any characters, and has a reason and a last day, in UTC. From
the next day on, the finding is back and says so. A wrong key or value is an error that names it.`;

const contents = (): string =>
  ruleSets
    .map(({ name, rules }) => {
      const links = rules.map((rule) => `[${rule.name}](#${rule.name})`);
      return `- **${name}**: ${links.join(", ")}`;
    })
    .join("\n");

const section = ({ name, description, rules }: RuleSet): string =>
  [`## ${name}`, description, ...rules.map(entry)].join("\n\n");

const entry = (rule: Rule): string =>
  [
    `### ${rule.name}`,
    rule.description,
    [
      `- **Why:** ${rule.why}`,
      `- **Fix:** ${rule.fix}`,
      `- **Level:** ${levelText(rule)}`,
      `- **Looks at:** ${"types" in rule ? rule.types.map(shortType).join(", ") : "the whole stack"}`,
      ...Object.entries(rule.settings ?? {}).map(([name, setting]) => settingText(name, setting)),
      ...(rule.equivalents.length > 0 ? [`- **Alike:** ${rule.equivalents.join(", ")}`] : []),
    ].join("\n"),
  ].join("\n\n");

const levelText = (rule: Rule): string => {
  const level = rule.level ?? "mandatory";
  return levelsOf(rule).includes("remediate") ? `${level}; can remediate` : level;
};

const settingText = (name: string, { description, default: value }: Setting): string =>
  `- **Setting \`${name}\`:** ${description} Default: \`${JSON.stringify(value)}\``;

/** `aws:ec2/instance:Instance` as `ec2.Instance`. */
const shortType = (type: string): string => {
  const [packageName = "", module = "", name = ""] = type.split(":");
  const prefix = packageName === "aws" ? "" : `${packageName}.`;
  return `\`${prefix}${module.split("/")[0]}.${name}\``;
};
