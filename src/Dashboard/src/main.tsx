import { render } from 'preact';
import 'uplot/dist/uPlot.min.css';
import { session, route } from './views/app';
import { App } from './views/shell';
import { startTheme } from './views/theme';
import { startKeys } from './views/keys';

startTheme(route().query.get('theme'));
startKeys();
// With the fleet in it at once: to draw the page twice takes two frames.
await session.start();
const app = document.getElementById('app')!;
// What stood here while this script was on its way.
app.replaceChildren();
render(<App />, app);
