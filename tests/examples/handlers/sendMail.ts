import { readSecret } from "../../../functions/secrets/readSecret.ts";
import type { SenderRequest } from "../../../functions/triggers/senders/request.ts";

export async function handler({ kind, to, message, user }: SenderRequest): Promise<void> {
  if (!message) return; // A notice: this provider's account sends none.
  const response = await fetch(process.env["PROVIDER_URL"]!, {
    method: "POST",
    headers: {
      authorization: `Bearer ${await readSecret("MAIL_KEY")}`,
      "content-type": "application/json",
    },
    body: JSON.stringify({
      to,
      subject: message.subject,
      html: message.html,
      tags: [kind, user.sub],
    }),
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) throw new Error(`The provider responded with ${response.status}`);
}
