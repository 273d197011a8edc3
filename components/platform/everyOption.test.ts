import assert from "node:assert/strict";
import { faultsOf } from "../shared/testing/refuses.ts";
import {
  anyTyped,
  changed,
  misspelt,
  pathOf,
  type Place,
  placesIn,
  typeOf,
} from "../shared/testing/mutations.ts";
import { definePlatform, type PlatformDefinition } from "./index.ts";
import { everything, everythingElse } from "./testing/everything.ts";

/** Places of JSON that is the user's own, in which any key and any type is valid. */
const isFree = (path: string): boolean =>
  /integration\.(body|detail|input)\b|validate\.body\b|schedules\.nightly\.input\b|claimsFrom\.groups\.\w+\./.test(
    path,
  );

/** Objects whose keys are names that the user chooses. */
const named =
  /^(services|functions|routes|versions|authorizers|usagePlans|apiKeys|stageVariables|machineScopes\.scopes|identity\.(attributes|groups|clients|machines))$|^usagePlans\.gold\.routes$|(environment|secrets|schedules)$|userHeaders$|claims$|tables$|^functions\.thumbnail\.resources$|\.routes$|errors$|\.(query|headers|path|attributes|names|values|item|answers)$|integration\.key$|^identity\.triggers\..*\bgroups(\.\w+)?$|^edge\.(behaviors|site\.(spaPages|contentTypes)|responseHeaders\.add)$/;

/** Values that may also have another type. */
const accepts: readonly (readonly [RegExp, RegExp])[] = [
  [/firewall$|\.cors$/, /boolean/],
  [/key\.queries$/, /string/],
  [/claims\./, /boolean|string/],
  [/auth$|Auth$/, /object/],
  [/integration\.key$/, /string|object/],
  [/identity\.(signIn|threatProtection)$/, /string|object/],
  [/tokens\.rotation$/, /boolean|object/],
  [/passwordless\.passkeys$/, /boolean|object/],
  // A fixed text may be empty.
  [/\.S$/, /string/],
];

const key = (place: Place) => place.at(-1)!;

interface Mutation {
  readonly definition: PlatformDefinition;
  readonly place: Place;
  readonly change: (parent: Record<string, unknown>) => void;
  readonly text: string;
}

const places = [
  ...[...placesIn(everything)].map((each) => ({ ...each, definition: everything })),
  ...[...placesIn(everythingElse)]
    .filter(({ place }) => place[0] === "identity")
    .map((each) => ({ ...each, definition: everythingElse })),
];

const mutations: readonly Mutation[] = places.flatMap(({ definition, place, value }) => {
  const path = pathOf(place);
  const parents = pathOf(place.slice(0, -1));
  if (isFree(path)) return [];
  const retyped = anyTyped
    .filter((wrong) => typeOf(wrong) !== typeOf(value))
    .filter((wrong) => !accepts.some(([at, type]) => at.test(path) && type.test(typeOf(wrong))))
    .map((wrong): Mutation => ({
      ...{ definition, place },
      change: (parent) => (parent[key(place)] = wrong),
      text: `${path} = ${JSON.stringify(wrong) ?? String(wrong)}`,
    }));
  if (typeof key(place) === "number" || named.test(parents)) return retyped;
  const renamed = misspelt(String(key(place))).map((name): Mutation => ({
    ...{ definition, place },
    change: (parent) => {
      delete parent[key(place)];
      parent[name] = value;
    },
    text: `${parents}.${name}`,
  }));
  return [...retyped, ...renamed];
});

/** `structuredClone` copies no functions; the definition's only one is put back. */
const mutate = ({ definition, place, change }: Mutation): PlatformDefinition => {
  const { resources, ...data } = definition;
  if (place[0] !== "resources") return { resources, ...changed(data, place, change) } as never;
  const copy = { ...definition };
  change(copy as unknown as Record<string, unknown>);
  return copy;
};

/** Subject and path within it, as an error names them: `Route "GET /a": cache.keys`. */
function expectedAt({ place }: Mutation): { subject: string; steps: Place } {
  const [option, name, ...rest] = place;
  // The key of a version's route is below the version's name.
  if (option === "versions" && rest.length > 1)
    return { subject: `Route "GET /${name}/`, steps: [] };
  const kinds: Record<string, string> = {
    services: "Service",
    functions: "Function",
    routes: "Route",
  };
  const kind = kinds[String(option)];
  if (name === undefined || kind === undefined) {
    return { subject: place[0] === "name" ? "The platform" : 'Platform "', steps: place };
  }
  const subject = `${kind} "${name}"`;
  return { subject, steps: rest[0] === "integration" ? rest.slice(1) : rest };
}

/** Whether an error names the place of a mutation, or an object around it. */
function names(message: string, mutation: Mutation): boolean {
  const { subject, steps } = expectedAt(mutation);
  const around = steps.map((_, index) => pathOf(steps.slice(0, index + 1)));
  return (
    message.startsWith(subject) && (steps.length < 2 || around.some((at) => message.includes(at)))
  );
}

describe("definePlatform with every option", () => {
  it("accepts all of them as they are", () => {
    for (const definition of [everything, everythingElse]) {
      assert.deepEqual(
        faultsOf(() => definePlatform(definition)),
        [],
      );
    }
  });

  it("refuses each misspelt key and each value of another type, with its path", function () {
    this.timeout(180_000);

    const wrong = mutations.flatMap((mutation) => {
      const messages = faultsOf(() => definePlatform(mutate(mutation))).map(String);
      const texts = messages.map((message) => message.replace(/^\w+Error: /, ""));
      return texts.some((text) => names(text, mutation))
        ? []
        : [`${mutation.text}: ${texts.join("; ")}`];
    });

    assert.deepEqual(wrong, []);
    assert.ok(mutations.length > 1_500, `${mutations.length} mutations`);
  });
});
