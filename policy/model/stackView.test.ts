import assert from "node:assert/strict";
import { ResourceView, Unknown } from "./resourceView.ts";
import { StackView } from "./stackView.ts";

const unknown = new Unknown("It can't be known");
const subnetType = "aws:ec2/subnet:Subnet";
const groupType = "aws:ec2/securityGroup:SecurityGroup";

function view(
  name: string,
  props: object,
  { type = "aws:ecs/service:Service", made = {} }: { type?: string; made?: object } = {},
): ResourceView {
  const dependencies = Object.entries(made as Record<string, string[]>);
  const propertyDependencies = Object.fromEntries(
    dependencies.map(([property, names]) => [property, names.map((name) => `urn:${name}`)]),
  );
  return new ResourceView({ type, name, urn: `urn:${name}`, props, propertyDependencies });
}

const subnet = (name: string, id: unknown = unknown) => view(name, { id }, { type: subnetType });
const group = (name: string, id: unknown = unknown) => view(name, { id }, { type: groupType });

/** References of a service's subnets, among two subnets and a group. */
function references(subnets: unknown, made: readonly string[], known = false) {
  const [a, b, web] = known
    ? [subnet("a", "subnet-a"), subnet("b", "subnet-b"), group("web", "sg-1")]
    : [subnet("a"), subnet("b"), group("web")];
  const service = view("service", { network: { subnets } }, { made: { network: made } });
  const stack = new StackView([a, b, web, service]);
  const { resources, isEach, isComplete } = stack.references(
    service,
    "network.subnets",
    subnetType,
  );
  return { names: resources.map(({ name }) => name), isEach, isComplete };
}

describe("a stack's resources", () => {
  const cases: Record<string, [ReturnType<typeof references>, string[], boolean, boolean]> = {
    "by their ids": [references(["subnet-b", "subnet-a"], [], true), ["b", "a"], true, true],
    "but not those of another type": [references(["sg-1"], [], true), [], true, false],
    "but not those of another stack": [
      references(["subnet-a", "subnet-z"], [], true),
      ["a"],
      true,
      false,
    ],
    "by what unknown values were made of": [
      references([unknown, unknown], ["a", "b", "web"]),
      ["a", "b"],
      true,
      true,
    ],
    "some of them, where there are fewer values than resources": [
      references([unknown], ["a", "b"]),
      ["a", "b"],
      false,
      true,
    ],
    "some of them, if nothing in a list is known": [
      references(unknown, ["a", "b"]),
      ["a", "b"],
      false,
      true,
    ],
    "and more, where there are more values than resources": [
      references([unknown, unknown], ["a"]),
      ["a"],
      true,
      false,
    ],
    "none, where the provider fills it in": [references(unknown, []), [], true, true],
    "none, if nothing is set": [references(undefined, ["a"]), [], true, true],
  };
  for (const [what, [found, names, isEach, isComplete]] of Object.entries(cases)) {
    it(`are referred to ${what}`, () => {
      assert.deepEqual(found, { names, isEach, isComplete });
    });
  }

  it("are ambiguous if they share a name", () => {
    const twins = [
      view("a", { name: "web" }, { type: groupType }),
      view("b", { name: "web" }, { type: groupType }),
    ];
    const service = view("service", { group: "web" });
    const stack = new StackView([...twins, service]);

    const { resources, isEach } = stack.references(service, "group", groupType);

    assert.deepEqual([resources.length, isEach], [2, false]);
  });

  it("find the resources that reference them, by type and property", () => {
    const a = subnet("a", "subnet-a");
    const known = view("known", { subnets: ["subnet-a"] });
    const planned = view("planned", { subnets: [unknown] }, { made: { subnets: ["a"] } });
    const other = view("other", { zones: ["subnet-a"] });
    const stack = new StackView([a, known, planned, other, subnet("b", "subnet-b")]);

    assert.deepEqual(stack.referring(a, known.type, "subnets"), [known, planned]);
    assert.deepEqual(stack.referring(a, known.type, "zones"), [other]);
    assert.deepEqual(stack.referring(a, subnetType, "subnets"), []);
  });

  it("compute a derived value once", () => {
    const stack = new StackView([]);
    let times = 0;
    const derive = () => ++times;

    assert.deepEqual([stack.derived(derive), stack.derived(derive)], [1, 1]);
  });
});
