/**
 * The page in a real browser, against the real server, with the demo fleet and agents of the tests' own.
 *
 *   node tests-browser/run.mjs [part of a test's name]
 *
 * CLEANLITE_API names the server's DLL, CHROMIUM the browser, CLEANLITE_FAILED a folder for pictures of what failed, CLEANLITE_SCREENSHOTS=1 has
 * docs/screenshots made anew.
 */
import { launch, run } from './harness.mjs';
import { Server } from './server.mjs';
import { AGENTS } from './shared.mjs';
import './pages.mjs';
import './behaviours.mjs';
import './restarts.mjs';
import './surroundings.mjs';
import './pictures.mjs';

await run(async () => {
  const server = await Server.start([`Demo:Agents=${AGENTS}`]);
  const browser = await launch();
  return { server, browser, teardown: async () => { await browser.close(); await server.stop(); } };
});
