import { readSecret } from "../../../functions/secrets/readSecret.ts";

export async function handler(): Promise<void> {
  const key = await readSecret("API_KEY");
  await fetch("https://api.example.com/report", { headers: { authorization: `Bearer ${key}` } });
}
