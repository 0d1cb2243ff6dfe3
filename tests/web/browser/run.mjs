// Runs one scenario: node run.mjs FILE NAME CHAT HOST STRANGER FOLDER
import { Harness } from "./harness.mjs";

const [file, name, chat, host, stranger, folder] = process.argv.slice(2);
const harness = await Harness.start({ chat, host, stranger, folder });
try {
  const scenario = (await import(`./scenarios/${file}.mjs`))[name];
  await scenario(harness);
  harness.quiet();
} catch (fault) {
  console.error(fault.stack ?? fault);
  await harness.picture("failed");
  process.exitCode = 1;
} finally {
  await harness.stop();
}
