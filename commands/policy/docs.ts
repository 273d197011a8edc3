import { levelsOf } from "../../policy/config/ruleConfig.ts";
import type { Rule, Setting } from "../../policy/rule.ts";
import { teamPack } from "./teamPack.ts";
import { severityOf } from "../../policy/severities.ts";
import { type RuleSet, ruleSets } from "../../policy/ruleSets.ts";

/** docs/policies.md: all rules, in Markdown. */
export const rulesPage = (): string =>
  [introduction, contents(), ...ruleSets.map(section)].join("\n\n") + "\n";

const introduction = `# Policies

<!-- Generated from the rules by \`npm run policy:docs\`. Change commands/policy/docs.ts or the rule itself. -->

These rules keep servers private, and protect APIs, identities and data. They apply to any Pulumi program that uses the
\`aws\` or \`awsx\` packages, in any language. [\`policy/\`](../policy) is a policy pack with all rules. Each of its folders that is
listed below is also a pack of its own.

\`\`\`sh
pulumi preview --policy-pack policy                       # stops before anything is exposed
pulumi preview --policy-pack policy/private-servers       # one set of rules

umask 077                                                 # the export has secrets in plain text
pulumi stack export --show-secrets --file export.json
npm run policy -- --graph export.json                     # checks a deployed stack, without an engine
npm run policy -- --graph export.json --format sarif      # or text, json
npm run policy -- --graph network.json --graph servers.json   # stacks that belong together
rm export.json
\`\`\`

Without \`--show-secrets\`, encrypted values can't be checked: rules that read one are undecided and name it. Keep the file out of the
repository and of CI's artifacts. Reports never contain values that the program marked as secret. The severity of a finding (critical,
high, medium, low) says how bad it is by itself. The level of the rule says whether it stops a deployment.

To use the packs in another project, check out this one, run \`npm ci\` and pass the path of the folder. \`npm run deploy\` uses the
pack by default. The packs are made with [@pulumi/policy](https://www.npmjs.com/package/@pulumi/policy), so Pulumi itself starts and
configures them like any other pack. \`pulumi policy publish\` does not work for them: Pulumi Cloud gets a pack's folder alone, and they need
the rest of this project and its packages. \`npm run policy\` exits with 0 if there is no mandatory finding, with 1 if there is one, and with 2 if it could
not check the file.

A rule about a single resource stops the deployment before the resource is created or changed. A rule about a whole stack runs at
the end of a preview and stops the update that would follow; in an update without a preview (\`--skip-preview\`), it reports after
the fact. A value that is not known before the deployment, such as a text that contains an ARN, leads to an advisory in the
preview: Pulumi says that it can't run the policy, and names the value. The update checks the value before it creates the resource.

## In a pack of your own

A pack can enforce these rules beside its own. \`privateServers()\`, \`guardedApi()\`, \`guardedIdentity()\` and \`guardedData()\` return
the policies of a set, and \`palisade()\` those of all sets. Their argument has the form of the configuration below. This is the
\`index.ts\` of a pack in a folder beside a checkout of this project in which \`npm ci\` has run:

\`\`\`ts
${teamPack.trimEnd()}
\`\`\`

The pack needs \`@pulumi/policy\` and TypeScript in its own dependencies. \`require("../palisade/policy/library")\` does the same in JavaScript.

## Configuration

[\`policy/config.json\`](../policy/config.json) contains this project's levels, settings and exemptions, in the form of Pulumi's
\`--policy-pack-config\`; [\`policy/config.schema.json\`](../policy/config.schema.json) is its JSON Schema. A file for
\`--policy-pack-config\`, or for \`--config\` to \`npm run policy\`, has the same form:

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

### Presets and shared keys

\`"preset": "public-edge"\` is for teams with a public load balancer by design: internet-facing load balancers are allowed, if
Application Load Balancers have TLS and a web ACL, and everyone may connect to the ports 80 and 443. Servers behind them stay private:
any other path from the internet is found. The default is \`"preset": "private"\`. \`npm run policy -- --preset public-edge\` tries it.

\`"trustedRanges": ["203.0.113.0/24", "pl-3b927c52"]\` lists ranges that do not count as the internet, such as those of an office or a
CDN: CIDR ranges, and ids or names of managed prefix lists. \`"privateSubnets": ["subnet-0abc"]\` lists subnets of other stacks, or of
lookups, that have no route to an internet gateway. Both apply to every rule with a setting of that name.

These keys stand in \`policy/config.json\`, in a file for \`--config\`, or in the options of the sets, such as
\`privateServers({ preset: "public-edge" })\`. Pulumi's \`--policy-pack-config\` knows only single policies.

### Networks of other stacks

Where a network is in another stack or looked up, a public address still tells enough for a finding. Otherwise, the rule is undecided
and names what it cannot see. \`npm run policy -- --graph export.json --with network.json\` reads the network from the export of its
stack.

### Exemptions

An exemption selects resources by URN, in which \`*\` matches any characters. It needs a reason and a last day, in UTC. After that
day, the finding is reported again and mentions the exemption. An unknown key or an invalid value is an error.`;

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
      `- **Level:** ${levelText(rule)}; severity: ${severityOf(rule)}`,
      `- **Checks:** ${"types" in rule ? rule.types.map(shortType).join(", ") : "the whole stack"}`,
      ...Object.entries(rule.settings ?? {}).map(([name, setting]) => settingText(name, setting)),
      ...(rule.equivalents.length > 0
        ? [`- **Equivalent to:** ${rule.equivalents.join(", ")}`]
        : []),
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
