import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { trim } from '../scripts/trim-uplot';

const root = join(import.meta.dirname, '..');
const files = (folder: string): string[] => readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
  .filter(entry => entry.isFile()).map(entry => join(entry.parentPath ?? entry.path, entry.name));
const sources = [...files('src'), join(root, 'index.html')].map(path => ({ path, text: readFileSync(path, 'utf8') }));

describe('the sources', () => {
  it.each([
    ['innerHTML', /\binnerHTML\b/], ['outerHTML', /\bouterHTML\b/], ['insertAdjacentHTML', /\binsertAdjacentHTML\b/], ['dangerouslySetInnerHTML', /dangerouslySetInnerHTML/],
    ['document.write', /document\s*\.\s*write/], ['eval', /\beval\s*\(/], ['new Function', /new\s+Function\b/], ['timers from strings', /set(Timeout|Interval)\s*\(\s*['"`]/],
    ['parsing markup', /\b(DOMParser|createContextualFragment|srcdoc)\b/], ['script addresses', /javascript:/i], ['other hosts', /(https?|wss?):\/\/(?!www\.w3\.org\/2000\/svg|\$\{|server\/|host\/)[a-z0-9]/i],
  ])('know no %s', (_, pattern) => {
    expect(sources.filter(source => pattern.test(source.text)).map(source => source.path)).toEqual([]);
  });

  it('give every link that leaves the page no way back into it', () => {
    for (const { path, text } of sources) for (const tag of text.match(/<a [^>]*target="_blank"[^>]*>/g) ?? []) expect(tag, path).toContain('rel="noopener"');
  });

  it('set addresses from outside in two places only, both of them paths of this page', () => {
    // An href that came from outside could be a script. All links are made by hrefOf and pathOf, which encode what they are given.
    const hrefs = sources.flatMap(source => source.text.match(/href=\{[^}]+\}/g) ?? []).filter(href => !/^href=\{(hrefOf\(|busiest \? hrefOf\(|path\})/.test(href));
    expect(hrefs).toEqual([]);
  });
});

describe('the bundle', () => {
  it('is at most 60 KB of brotli, and asks nobody else for anything', () => {
    const folder = mkdtempSync(join(tmpdir(), 'cleanlite-bundle-'));
    try {
      // As the build does it: this process runs in another mode.
      const vite = spawnSync(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--outDir', folder, '--emptyOutDir', '--logLevel', 'error'],
        { cwd: root, env: { ...process.env, NODE_ENV: 'production', VITEST: '' } });
      expect(vite.status).toBe(0);
      let total = 0;
      for (const name of readdirSync(join(folder, 'assets'))) {
        const body = readFileSync(join(folder, 'assets', name));
        total += brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: body.length } }).length;
        if (name.endsWith('.js')) expect(body.toString().match(/new Intl\./g), 'one format only, made when it is needed: the first takes a browser 20 to 40 ms').toHaveLength(1);
        expect(body.toString().match(/https?:\/\/[a-z0-9.]+/gi)?.filter(url => !url.includes('www.w3.org')) ?? []).toEqual([]);
      }
      expect(total).toBeGreaterThan(20_000);
      expect(total).toBeLessThanOrEqual(60 * 1024);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 60_000);

  it('notices when uPlot is no longer the one that is trimmed', () => {
    const uplot = readFileSync(join(root, 'node_modules/uplot/dist/uPlot.esm.js'), 'utf8');
    expect(trim(uplot).length).toBeLessThan(uplot.length);
    expect(() => trim(uplot.replace('const mode = self.mode;', 'const mode = other;'))).toThrow('uPlot has changed');
    expect(() => trim(uplot.replace('uPlot.assign = assign;', ''))).toThrow('uPlot has changed');
  });
});
