import { mkdir, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { type MessageTemplates, readMessages } from "../../components/identity/messages/index.ts";
import { faultText } from "../../components/shared/errors.ts";
import { commandLine, exitCodeOf, type Io, processIo } from "../../project/command.ts";
import { MessagesError } from "./messagesError.ts";
import { previewPage } from "./previewPage.ts";
import { writtenMessages } from "./writtenMessages.ts";

interface MessagesOptions {
  readonly folder: string;
  readonly platform: string;
  readonly defaultLocale: string;
  /** `true` without a file's name. */
  readonly preview?: string | true;
}

const readOptions = (argv: readonly string[], io: Io): MessagesOptions =>
  commandLine("npm run messages", io)
    .description("Checks the templates of the messages to users, and shows them all.")
    .option("--preview [file]", "writes an HTML page of all messages [default: dist/messages.html]")
    .option("--folder <path>", "the templates", "messages")
    .option("--platform <name>", "the platform's name in messages", "Palisade")
    .option("--default-locale <locale>", "language of users without one", "en")
    .parse(argv, { from: "user" })
    .opts<MessagesOptions>();

/** `npm run messages [-- --preview]`: checks the messages to users, and writes a page of all of them. */
export const run = (argv: readonly string[], io: Io = processIo): Promise<number> =>
  exitCodeOf(io, async () => {
    const options = readOptions(argv, io);
    const { platform, preview } = options;
    const templates = checkedTemplates(options, io.cwd);
    const messages = await writtenMessages(templates, platform, sampleUser);
    const locales = Object.keys(templates.locales);
    io.out(`${messages.length} messages are within Cognito's limits: ${locales.join(", ")}.\n`);
    if (preview === undefined) return;
    const file = resolve(io.cwd, preview === true ? "dist/messages.html" : preview);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, previewPage(platform, messages));
    io.out(`Open file://${file} in a browser.\n`);
  });

const sampleUser = { name: "Jane Doe", given_name: "Jane", email: "jane@example.com" };

/** @throws MessagesError that lists all faults */
function checkedTemplates(
  { folder, platform, defaultLocale }: MessagesOptions,
  cwd: string,
): MessageTemplates {
  const { templates, faults } = readMessages(
    { folder: resolve(cwd, folder), platform, defaultLocale },
    folder,
  );
  if (faults.length === 0) return templates;
  const lines = faults.map((fault) => `  - ${faultText(fault)}`);
  throw new MessagesError(["The messages can't be sent as they are:", ...lines].join("\n"));
}
