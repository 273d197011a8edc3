import { smsParts } from "./smsParts.ts";
import type { WrittenMessage } from "./writtenMessages.ts";

/** Values that Cognito would put in. */
const samples: Readonly<Record<string, string>> = {
  "{####}": "123456",
  "{username}": "jane@example.com",
};

/**
 * An HTML page of all messages: a row per message, a column per locale. It loads nothing, and mails are shown
 * in frames without scripts.
 */
export function previewPage(platform: string, messages: readonly WrittenMessage[]): string {
  const locales = [...new Set(messages.map(({ locale }) => locale))];
  const occasions = [...new Set(messages.map(({ occasion }) => occasion))];
  const rows = occasions.map((occasion) => {
    const cells = messages.filter((message) => message.occasion === occasion).map(cell);
    return `<section id="${occasion}"><h2>${occasion}</h2><div class="row">${cells.join("")}</div></section>`;
  });
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Messages of ${escaped(platform)}</title>
<style>${style}</style>
<header><h1>Messages of ${escaped(platform)}</h1>
<p>${messages.length} messages in ${locales.length} ${locales.length === 1 ? "locale" : "locales"}</p>
<nav>${occasions.map((occasion) => `<a href="#${occasion}">${occasion}</a>`).join(" ")}</nav></header>
<main>${rows.join("\n")}</main>
</html>
`;
}

function cell({ locale, subject, html, sms }: WrittenMessage): string {
  const text = filled(sms);
  const parts = smsParts(text);
  return `<article><h3>${locale}</h3>
<p class="subject">${escaped(filled(subject))}</p>
<iframe sandbox title="Mail" srcdoc="${escaped(filled(html))}"></iframe>
<p class="sms">${escaped(text)}</p>
<p class="size">${text.length} characters, billed as ${parts === 1 ? "one text message" : `${parts} text messages`}</p>
</article>`;
}

const filled = (text: string): string =>
  text.replace(/\{(####|username)\}/g, (placeholder) => samples[placeholder]!);

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

const escaped = (text: string): string => text.replace(/[&<>"]/g, (each) => entities[each]!);

const style = `
:root { color-scheme: light dark; --line: light-dark(#ddd, #444); --soft: light-dark(#777, #999) }
body { margin: 0; font: 15px/1.5 system-ui, sans-serif }
header, section { padding: 16px 24px }
h1, h2, h3, p { margin: 0 }
h2 { font-size: 17px; margin-bottom: 12px }
h3, .size, header p { font-size: 12px; font-weight: 500; color: var(--soft) }
nav { display: flex; flex-wrap: wrap; gap: 4px 16px; margin-top: 8px }
section { border-top: 1px solid var(--line) }
.row { display: grid; grid-template-columns: repeat(auto-fill, minmax(360px, 1fr)); gap: 24px }
.subject { font-weight: 600; padding: 4px 0 8px }
iframe { width: 100%; height: 440px; border: 1px solid var(--line); border-radius: 8px }
.sms { margin: 12px 0 4px; padding: 10px 14px; max-width: 300px; border-radius: 16px 16px 16px 4px; background: light-dark(#e9e9eb, #3a3a3c); overflow-wrap: anywhere }
`;
