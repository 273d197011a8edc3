import { aws, type Declared } from "../testing/judge.ts";
import { unknown } from "../testing/ruleTable.ts";
import { testStackRule, type StackChange } from "../testing/stackTable.ts";
import { forbidPublicServerNames as rule } from "./forbidPublicServerNames.ts";

const publicZone = aws("route53.Zone", "zone", { zoneId: unknown, name: "example.com" });
const privateZone = { vpcs: [{ vpcId: unknown }] };
const record = aws(
  "route53.Record",
  "record",
  {
    type: "A",
    name: "api",
    zoneId: unknown,
    aliases: [{ name: "d-1.execute-api.us-east-1.amazonaws.com", zoneId: "Z1" }],
  },
  { zoneId: ["zone"] },
);
const server = aws("ec2.Instance", "server", { publicIp: unknown, publicDns: unknown });
const balancer = aws("lb.LoadBalancer", "balancer", { internal: true, dnsName: unknown });
const address = aws("ec2.Eip", "address", { publicIp: "203.0.113.7", allocationId: "eipalloc-1" });

/** A record with another target instead of the alias to the API. */
const pointing = (change: object): StackChange => ({ record: { aliases: undefined, ...change } });
const alias = (name: unknown): StackChange => ({ record: { aliases: [{ name }] } });
const leads = /A public DNS record points to a server/;

const servers = [
  "ec2-203-0-113-7.compute-1.amazonaws.com",
  "ec2-203-0-113-7.eu-west-1.compute.amazonaws.com.",
  "web-123.us-east-1.elb.amazonaws.com",
  "dualstack.web-123.us-east-1.elb.amazonaws.com",
  "internal-web-123.us-east-1.elb.amazonaws.com",
  "web-123.elb.us-east-1.amazonaws.com",
  "orders.cluster-1.us-east-1.rds.amazonaws.com",
  "search-orders-1.us-east-1.es.amazonaws.com",
  "b-1.mq.us-east-1.amazonaws.com",
  "b-1.mq.us-east-1.on.aws",
  "orders.1.0001.use1.cache.amazonaws.com",
  "b-1.orders.c2.kafka.us-east-1.amazonaws.com",
  "s-1.server.transfer.us-east-1.amazonaws.com",
  "1.us-east-1.awsapprunner.com",
  "web.us-east-1.elasticbeanstalk.com",
  "a1.awsglobalaccelerator.com",
  "1.lambda-url.us-east-1.on.aws",
];

testStackRule(rule, {
  compliant: [publicZone, record, server, balancer, address],
  passing: {
    "a distribution": alias("d1.cloudfront.net"),
    "a website of a bucket": alias("s3-website-us-east-1.amazonaws.com"),
    "an API that is not known yet": alias(unknown),
    "the proof of a certificate": pointing({
      type: "CNAME",
      records: ["_1.acm-validations.aws."],
    }),
    "a text that names a server": pointing({ type: "TXT", records: [servers[0]] }),
    "a server, in a private zone": {
      zone: privateZone,
      record: { aliases: undefined, type: "CNAME", records: [servers[0]] },
    },
    "the address of a NAT gateway": {
      ...pointing({ records: ["203.0.113.7"] }),
      add: [aws("ec2.NatGateway", "nat", { allocationId: "eipalloc-1" })],
    },
    "a namespace in private DNS": {
      add: [aws("servicediscovery.PrivateDnsNamespace", "namespace")],
    },
    "an address that is nobody's here": pointing({ records: ["198.51.100.1"] }),
  },
  failing: {
    ...Object.fromEntries(
      servers.map((name) => [
        name,
        [pointing({ type: "CNAME", records: [name] }), "record", leads] as const,
      ]),
    ),
    "a namespace in public DNS": [
      { add: [aws("servicediscovery.PublicDnsNamespace", "servers", { name: "example.com" })] },
      "servers",
      /Cloud Map publishes server addresses in public DNS: name is "example\.com"/,
    ],
    "an alias of a load balancer": [
      alias("web-123.us-east-1.elb.amazonaws.com"),
      "record",
      /aliases\.name is "web-123/,
    ],
    "the address of a server": [pointing({ records: ["203.0.113.7"] }), "record", leads],
    "the address of an instance": [
      {
        server: { publicIp: "198.51.100.1" },
        record: { aliases: undefined, records: ["198.51.100.1"] },
      },
      "record",
      leads,
    ],
    "a server for mail": [pointing({ type: "MX", records: [`10 ${servers[0]}`] }), "record", leads],
  },
});

describe("forbid-public-server-names", () => {
  describe("before the deployment", () => {
    const made = (property: string, name: string): Declared => ({
      ...record,
      props: { ...record.props, aliases: undefined, [property]: [unknown] },
      dependencies: { zoneId: ["zone"], [property]: [name] },
    });
    testStackRule(rule, {
      compliant: [publicZone, server, balancer, address],
      passing: { "another resource": { add: [made("records", "zone")] } },
      failing: {
        "a load balancer": [
          { add: [made("aliases", "balancer")] },
          "record",
          /aliases\.name refers to LoadBalancer "balancer"/,
        ],
        "an instance": [{ add: [made("records", "server")] }, "record", leads],
        "an address": [{ add: [made("records", "address")] }, "record", leads],
      },
    });
  });

  describe("in a zone of another stack", () => {
    const inOther = { ...record, props: { ...record.props, zoneId: "Z1" } };
    const made = (property: string, name: string): Declared => ({
      ...inOther,
      name: "made",
      props: { ...inOther.props, aliases: undefined, [property]: [unknown] },
      dependencies: { [property]: [name] },
    });
    testStackRule(rule, {
      compliant: [inOther, server, balancer, address],
      passing: {
        "an internal load balancer": alias("internal-web-123.us-east-1.elb.amazonaws.com"),
        "an internal load balancer that is not known yet": { add: [made("aliases", "balancer")] },
        "an instance that is not known yet, maybe by its private address": {
          add: [made("records", "server")],
        },
        "a database": pointing({ records: ["orders.1.us-east-1.rds.amazonaws.com"] }),
        "an internal load balancer by its name": {
          balancer: { dnsName: "web-123.elb.us-east-1.amazonaws.com" },
          record: { aliases: [{ name: "web-123.elb.us-east-1.amazonaws.com" }] },
        },
      },
      failing: {
        "a public load balancer": [alias("web-123.us-east-1.elb.amazonaws.com"), "record", leads],
        "a public load balancer, as Python writes it": [
          { balancer: { internal: "False" }, add: [made("aliases", "balancer")] },
          "made",
          leads,
        ],
        "a public load balancer that is not known yet": [
          { balancer: { internal: undefined }, add: [made("aliases", "balancer")] },
          "made",
          leads,
        ],
        "an address": [pointing({ records: ["203.0.113.7"] }), "record", leads],
        "the public address of an instance": [
          {
            server: { publicIp: "198.51.100.1" },
            record: { aliases: undefined, records: ["198.51.100.1"] },
          },
          "record",
          leads,
        ],
      },
    });
  });
});
