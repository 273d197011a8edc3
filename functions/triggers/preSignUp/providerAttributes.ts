import type { Environment } from "../../shared/environment.ts";
import { Refusal } from "../refusal.ts";

type Attributes = Readonly<Record<string, string>>;

class ProviderAttributeError extends Refusal {
  override readonly name = "ProviderAttributeError";

  constructor(attribute: string) {
    super(`Nobody can sign up with the attribute ${attribute}.`);
  }
}

/**
 * Refuses a sign-up with attributes that only identity providers write. Clients for their users have the right to write
 * them, and anybody can call `SignUp` with the id of such a client. Reads `PROVIDER_ATTRIBUTES`.
 */
export function attributeCheckOf(environment: Environment): (attributes: Attributes) => void {
  const refused = environment.list("PROVIDER_ATTRIBUTES");
  return (attributes) => {
    const found = refused.find((name) => Object.hasOwn(attributes, name));
    if (found !== undefined) throw new ProviderAttributeError(found);
  };
}
