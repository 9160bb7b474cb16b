import { useEffect, useRef } from 'preact/hooks';
import { toggleHelp } from './actions';
import { Icon } from './icons';

const KEYS: readonly (readonly [string, string])[] = [
  ['/', 'Search'], ['Space', 'Pause, go on'], ['[ ]', 'Narrower or wider window'], ['j k', 'Next, previous row'], ['Enter', 'Open the row'],
  ['g f', 'Fleet'], ['g e', 'Explore'], ['g a', 'Feed (activity)'], ['g r', 'Rejects'], ['g c', 'Connect'], ['g s', 'Status'],
  ['w', 'Wall'], ['t', 'Light or dark'], ['?', 'This list'],
];

export function Help() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => { dialog.current?.showModal(); }, []);
  return (
    <dialog class="help" ref={dialog} aria-labelledby="help-title" onClose={toggleHelp}
      onKeyDown={event => { if (event.key === '?') { event.preventDefault(); dialog.current?.close(); } }}>
      <header><h2 id="help-title">Keys</h2><button class="tool" type="button" aria-label="Close" onClick={() => dialog.current?.close()}><Icon name="close" /></button></header>
      <dl>{KEYS.map(([key, what]) => <div key={key}><dt>{key.split(' ').map(one => <kbd key={one}>{one}</kbd>)}</dt><dd>{what}</dd></div>)}</dl>
      <h3>Charts</h3>
      <p>Point at one chart and all show the same instant. Drag to look at a stretch of time; double-click or Space goes back to the present. A click in a legend shows that line alone, Ctrl and a click hides it. With the keyboard: Tab to a chart, then the arrow keys.</p>
      <p>A line that breaks off means that nothing was received there. A dotted tail is the last value of an agent that is late.</p>
    </dialog>
  );
}
