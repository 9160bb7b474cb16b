import { pinOf } from '../model/route';
import { route, session, setQuery, useFollow } from './app';

let help = false;
const helpFollowers = new Set<() => void>();

export function toggleHelp(): void {
  help = !help;
  for (const follower of helpFollowers) follower();
}

export function useHelp(): boolean {
  useFollow(follower => {
    helpFollowers.add(follower);
    return () => { helpFollowers.delete(follower); };
  });
  return help;
}

export function togglePause(): void {
  if (session.paused) resumeAll();
  else session.pause();
}

/** Back to the present, whichever way it was left. */
export function resumeAll(): void {
  if (pinOf(route())) setQuery({ from: '', to: '' });
  session.resume();
}

export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
