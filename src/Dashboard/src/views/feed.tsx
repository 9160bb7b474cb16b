import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Activity, Severity } from '../model/activity';
import { hrefOf, type Route } from '../model/route';
import { LOG_PAGE } from '../model/session';
import { clock, counted, group } from '../model/units';
import { VITAL_METRICS } from '../model/vitals';
import { togglePause } from './actions';
import { route as here, session, setQuery, useTick, useTopics } from './app';
import { Icon } from './icons';

const CHANNELS = ['agents', 'tasks', 'bids', 'tools', 'messages', 'budget', 'rejects', 'system', 'events'] as const;
const SEVERITIES: readonly Severity[] = ['info', 'warn', 'error'];
const PAGE = 150;
/** From so many on, so close together, events of one kind share a row. */
const FOLD = 4;
const FOLD_MS = 3_000;
/** How much of the time before and after an event its link shows. */
const BEFORE_MS = 45_000;
const AFTER_MS = 15_000;

export function FeedPage({ route }: { route: Route }) {
  useTopics('feed', 'pause');
  useEffect(() => session.demand({ metrics: VITAL_METRICS }), []);
  const [most, setMost] = useState(PAGE);
  const [past, setPast] = useState<{ readonly items: readonly Activity[]; readonly ended: boolean }>({ items: [], ended: false });
  // With other filters the log is read anew.
  useEffect(() => setPast({ items: [], ended: false }), [route.query.toString()]);
  const channels = new Set(route.query.getAll('channel'));
  const severities = new Set(route.query.getAll('severity'));
  const words = (route.query.get('q') ?? '').toLowerCase();
  const { feed } = session;
  const all = newestFirst(feed.items, past.items);
  const items = all.filter(item =>
    (channels.size === 0 || channels.has(item.channel)) &&
    (severities.size === 0 || severities.has(item.severity)) &&
    (words === '' || `${item.sentence}\n${item.agent}\n${item.type}\n${item.subject}`.toLowerCase().includes(words)));
  const counts = useMemo(() => {
    const found = new Map<string, number>();
    for (const item of feed.items) found.set(item.channel, (found.get(item.channel) ?? 0) + 1);
    return found;
  }, [feed.version]);
  const more = async (): Promise<void> => {
    setMost(most + PAGE);
    if (items.length > most + PAGE || past.ended) return;
    const before = all[all.length - 1]?.time ?? session.now().unix;
    const query = [...channels].map(one => `&channel=${one}`).join('') + [...severities].map(one => `&severity=${one}`).join('');
    const read = await session.past(`&to=${before + 1}${query}`);
    setPast(now => ({ items: [...now.items, ...read], ended: read.length < LOG_PAGE }));
  };
  const toggle = (name: string, set: Set<string>, value: string): void => setQuery({ [name]: set.has(value) ? [...set].filter(one => one !== value) : [...set, value] });
  return (
    <>
      <h1 class="sr">Feed</h1>
      <section class="filters" aria-label="Filters">
        <label class="search"><span class="sr">Search events</span><input type="search" data-search placeholder="Search events  ( / )" value={route.query.get('q') ?? ''} onInput={event => setQuery({ q: event.currentTarget.value })} /></label>
        <div class="segments wrap" role="group" aria-label="Channels">
          {CHANNELS.filter(channel => counts.has(channel) || channels.has(channel)).map(channel => (
            <button key={channel} type="button" aria-pressed={channels.has(channel)} onClick={() => toggle('channel', channels, channel)}>{channel} <small class="dim">{counts.get(channel) ?? 0}</small></button>
          ))}
        </div>
        <div class="segments" role="group" aria-label="Severity">
          {SEVERITIES.map(severity => <button key={severity} type="button" class={`sev-${severity}`} aria-pressed={severities.has(severity)} onClick={() => toggle('severity', severities, severity)}>{severity}</button>)}
        </div>
        <span class="dim push">{counted(items.length, 'event')}{feed.lost > 0 ? ` \u00b7 ${group(String(feed.lost))} did not reach this page` : ''}{feed.folded > 0 ? ` \u00b7 ${group(String(feed.folded))} folded` : ''}</span>
      </section>
      {session.paused && <p class="note" role="status">Paused. {counted(feed.waiting, 'new event')} waiting. <button type="button" class="link" onClick={togglePause}>Show them</button></p>}
      {items.length === 0
        ? <section class="empty"><h2>{feed.items.length === 0 ? 'Nothing has happened yet' : 'No event matches'}</h2>
            <p>{feed.items.length === 0 ? 'Agents that connect, go quiet or come back, their tasks, tools, bids and messages, refused points and the server itself are told here as it happens.' : <button type="button" class="link" onClick={() => setQuery({ q: '', channel: '', severity: '' })}>Clear the filters</button>}</p></section>
        : <EventList items={items.slice(0, most)} days />}
      {(items.length > most || (!past.ended && feed.items.length >= LOG_PAGE)) && <p class="more"><button type="button" onClick={() => void more()}>Show more</button></p>}
      <NewAbove items={items} />
    </>
  );
}

/** What is in one list, the other, or both, newest first. */
export function newestFirst(some: readonly Activity[], others: readonly Activity[]): readonly Activity[] {
  return others.length === 0 ? some : [...new Map([...some, ...others].map(item => [item.key, item])).values()].sort((a, b) => b.time - a.time);
}

/** While one reads further down, what has come above is told and not shown. */
function NewAbove({ items }: { items: readonly Activity[] }) {
  useTick(500);
  const top = useRef('');
  if (scrollY < 99 || top.current === '') top.current = items[0]?.key ?? '';
  const count = items.findIndex(item => item.key === top.current);
  return count > 0 ? <button type="button" class="above" onClick={() => scrollTo(0, 0)}>{counted(count, 'new event')} <Icon name="up" /></button> : null;
}

/** Events, newest first, each as one sentence. */
export function EventList({ items, days = false }: { items: readonly Activity[]; days?: boolean }) {
  useTick(10_000);
  const today = dayOf(session.now().unix);
  let day = days ? today : '';
  return (
    <ol class="events" reversed>
      {fold(items).map(group => {
        const own = days ? dayOf(group[0].time) : '';
        const head = own !== day ? own : '';
        day = own;
        return group.length < FOLD ? group.map((item, index) => <EventRow key={item.key} item={item} day={index === 0 ? head : ''} />) : <Folded key={group[group.length - 1].key} items={group} day={head} />;
      })}
    </ol>
  );
}

/** Many of a kind at one time are one thing that happened: the fleet came, a switch went. */
function Folded({ items, day }: { items: readonly Activity[]; day: string }) {
  const [open, setOpen] = useState(false);
  const [first] = items;
  return (
    <>
      <li class={`event sev-${first.severity}`} data-type={first.type}>
        {day && <p class="day">{day}</p>}
        <Icon name={first.icon} />
        <time>{clock(first.time)}</time>
        <span class="what"><b>{counted(new Set(items.map(item => item.agent)).size, 'agent')}:</b> {first.type.slice(first.type.indexOf('.') + 1).replaceAll('.', ' ')} <button type="button" class="link" aria-expanded={open} onClick={() => setOpen(!open)}>{open ? 'fold' : `show ${items.length}`}</button></span>
        <span class="type dim">{first.type}</span><span class="jump" />
      </li>
      {open && items.map(item => <EventRow key={item.key} item={item} day="" />)}
    </>
  );
}

/** Runs of what agents went through, of one type and weight, close together. What they tell themselves stays apart: each is a thing of its own. */
function fold(items: readonly Activity[]): Activity[][] {
  const groups: Activity[][] = [];
  for (const item of items) {
    const run = groups[groups.length - 1];
    if (run && item.channel === 'agents' && run[0].type === item.type && run[0].severity === item.severity && run[run.length - 1].time - item.time < FOLD_MS) run.push(item);
    else groups.push([item]);
  }
  return groups;
}

function EventRow({ item, day }: { item: Activity; day: string }) {
  const age = session.now().unix - item.time;
  // What the sentence says already is not said twice.
  const data = item.data.filter(([name, value]) => value !== item.agent && !item.sentence.includes(value) && !(name === 'version' && item.channel === 'agents'));
  return (
    <li class={`event sev-${item.severity}`} data-type={item.type}>
      {day && <p class="day">{day}</p>}
      <Icon name={item.icon} />
      <time dateTime={new Date(item.time).toISOString()} title={new Date(item.time).toISOString()}>{clock(item.time)}</time>
      <span class="what">
        {item.severity !== 'info' && <b class="sev">{item.severity === 'warn' ? 'Warning' : 'Error'}</b>}
        <Sentence item={item} />
        {data.length > 0 && <span class="data">{data.slice(0, 8).map(([name, value]) => <span key={name}><span class="dim">{name}</span> {value}</span>)}</span>}
      </span>
      <span class="type dim">{item.type}</span>
      {item.agent
        ? <a class="jump" href={hrefOf('agent', here(), { from: String(item.time - BEFORE_MS), to: String(Math.min(item.time + AFTER_MS, Math.ceil(session.now().unix))) }, item.agent)} aria-label={`${age < 15 * 60_000 ? 'at that time' : 'charts'}: ${item.agent}, ${clock(item.time)}`}><Icon name="chart" /><span>{age < 15 * 60_000 ? 'at that time' : 'charts'}</span></a>
        : <span class="jump" />}
    </li>
  );
}

/** The sentence with the agent's name as a link where it occurs. */
function Sentence({ item }: { item: Activity }) {
  const at = item.agent ? item.sentence.indexOf(item.agent) : -1;
  if (at < 0) return <>{item.agent && <><a href={hrefOf('agent', here(), {}, item.agent)}>{item.agent}</a>{' '}</>}<span>{item.sentence}</span></>;
  return <span>{item.sentence.slice(0, at)}<a href={hrefOf('agent', here(), {}, item.agent)}>{item.agent}</a>{item.sentence.slice(at + item.agent.length)}</span>;
}

let day: Intl.DateTimeFormat | undefined;

function dayOf(time: number): string { return (day ??= new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long' })).format(time); }
