import type { Plugin } from 'vite';

/**
 * Leaves out of uPlot what the dashboard never uses, so that the page stays within its budget: the legend (ours is HTML), scatter mode, scales
 * that are not linear or stand upright, calendars (our window is at most a day), all path builders (`drawLine` draws straight from the
 * rings), bands between lines, points on them and under the cursor, titles of axes, and its formats by `Intl`, the first of which takes a browser
 * 20 ms before anything is seen. Each edit replaces one exact piece of the pinned version, each cut takes away what lies from one piece up to
 * another; what is not found fails the build, so an update of uPlot cannot pass unnoticed.
 */
const EDITS: readonly (readonly [string, string])[] = [
  ['const mode = self.mode;', 'const mode = 1;'],
  ['const showLegend = legend.show;', 'const showLegend = false;'],
  ['if (legend.live) {\n\t\tconst getMultiVals', 'if (false) {\n\t\tconst getMultiVals'],
  ['const xScaleDistr = scaleX.distr;', 'const xScaleDistr = 1;'],
  ['const linearPath = linear() ;', 'const linearPath = null;'],
  ['const pointsPath = points() ;', 'const pointsPath = null;'],
  ['const _fmtDate = (opts.fmtDate || fmtDate);', ''],
  ['const _timeAxisSplits = (ms == 1 ? timeAxisSplitsMs(_tzDate) : timeAxisSplitsS(_tzDate));', 'const _timeAxisSplits = null;'],
  ['const _timeAxisVals   = timeAxisVals(_tzDate, timeAxisStamps((ms == 1 ? _timeAxisStampsMs : _timeAxisStampsS), _fmtDate));', 'const _timeAxisVals = null;'],
  ['const _timeSeriesVal  = timeSeriesVal(_tzDate, timeSeriesStamp(_timeSeriesStamp, _fmtDate));', ''],
  ['s.value = isTime ? (isStr(sv) ? timeSeriesVal(_tzDate, timeSeriesStamp(sv, _fmtDate)) : sv || _timeSeriesVal) : sv || numSeriesVal;', ''],
  ['s.label = s.label || (isTime ? timeSeriesLabel : numSeriesLabel);', ''],
  ['isArr(av) && !isArr(av[0]) ? fnOrSelf(av) :', ''],
  ['timeAxisVals(_tzDate, timeAxisStamps(av, _fmtDate)) :', 'null :'],
  ['timeAxisVal(_tzDate, av) :', 'null :'],
  ['sc.distr >= 3 && sc.log == 10 ? log10AxisValsFilt : sc.distr == 3 && sc.log == 2 ? log2AxisValsFilt : retArg1', 'retArg1'],
  ['(isTime && sc.distr == 1 ? _timeAxisSplits : sc.distr == 3 ? logAxisSplits : sc.distr == 4 ? asinhAxisSplits : numAxisSplits)', 'numAxisSplits'],
  ['(          sc.distr == 2 ? wholeIncrs : (isTime ? (ms == 1 ? timeIncrsMs : timeIncrsS) : numIncrs))', 'null'],
  ['const [ timeIncrsMs, _timeAxisStampsMs, timeAxisSplitsMs ] = genTimeStuffs(1);', ''],
  ['const [ timeIncrsS,  _timeAxisStampsS,  timeAxisSplitsS  ] = genTimeStuffs(1e-3);', ''],
  ['(\n\t\t\tsc.distr == 3   ? val => log10(val > 0 ? val : sc.clamp(self, val, sc.min, sc.max, sc.key)) :\n\t\t\tsc.distr == 4   ? val => asinh(val, sc.asinh) :\n\t\t\tsc.distr == 100 ? val => sc.fwd(val) :\n\t\t\tval => val\n\t\t)', 'val => val'],
  ['(\n\t\t\tdistr == 3 ? pow(10, sv) :\n\t\t\tdistr == 4 ? sinh(sv, sc.asinh) :\n\t\t\tdistr == 100 ? sc.bwd(sv) :\n\t\t\tsv\n\t\t)', 'sv'],
  ['distr == 3 ? log10(sc.min) : distr == 4 ? asinh(sc.min, sc.asinh) : distr == 100 ? sc.fwd(sc.min) : sc.min', 'sc.min'],
  ['distr == 3 ? log10(sc.max) : distr == 4 ? asinh(sc.max, sc.asinh) : distr == 100 ? sc.fwd(sc.max) : sc.max', 'sc.max'],
  ['rn || (isTime ? snapTimeX : scaleKey == xScaleKey ?\n\t\t\t\t\t(sc.distr == 3 ? snapLogX : sc.distr == 4 ? snapAsinhX : snapNumX) :\n\t\t\t\t\t(sc.distr == 3 ? snapLogY : sc.distr == 4 ? snapAsinhY : snapNumY)\n\t\t\t\t)', 'rn'],
  ['rn = (self, dataMin, dataMax) => dataMin == null ? nullNullTuple : rangeNum(dataMin, dataMax, cfg);', ''],
  ['accScale(wsc, psc, s, data[i], s.sorted);', ';'],
  ['const decIncrs = genIncrs(10, -32, 0, allMults);', ''],
  ['const oneIncrs = genIncrs(10, 0, 32, allMults);', ''],
  ['const wholeIncrs = oneIncrs.filter(onlyWhole);', ''],
  ['const numIncrs = decIncrs.concat(oneIncrs);', ''],
  ['genIncrs(2, -53, 53, [1]);', ''],
  [') : av || numAxisVals', ') : av'],
  ["const numFormatter = new Intl.NumberFormat(domEnv ? nav.language : 'en-US');\nconst fmtNum = val => numFormatter.format(val);", ''],
  ['const localTz = new Intl.DateTimeFormat().resolvedOptions().timeZone;', ''],
  ['self.addSeries = addSeries;', ''],
  ['self.delSeries = delSeries;', ''],
  ['self.addBand = addBand;', ''],
  ['self.setBand = setBand;', ''],
  ['self.delBand = delBand;', ''],
  ['bands.forEach(b => {\n\t\tb.fill = fnOrSelf(b.fill || null);\n\t\tb.dir = ifNull(b.dir, -1);\n\t});', ''],
  ['if (bandClip) {\n\t\t\tif ((flags', 'if (false) {\n\t\t\tif ((flags'],
  ['fillStroke(si, strokeStyle, width', 'strokeFill(strokeStyle, width'],
  ['assign({}, legendOpts, opts.legend)', '{}'],
  ['cursor.dataIdx(self, i, idx, valAtPosX)', 'idx'],
  ['const cursorFocus = focus.prox >= 0;', 'const cursorFocus = false;'],
  ['else if (i > 0)\n\t\t\t\tpt = initCursorPt(s, i);', ''],
  ['if (shouldSetLegend || cursorOnePt) {\n\t\t\t\t\t\tlet hPos', 'if (false) {\n\t\t\t\t\t\tlet hPos'],
  ['else if (_min == _max) {', 'else if (false) {'],
  ['cacheStrokeFill(i, true);', ''],
  ['let labelSize = axis.label != null ? axis.labelSize : 0;', 'let labelSize = 0;'],
  ['if (axis.label != null)\n\t\t\t\t\taxis._lpos', 'if (false)\n\t\t\t\t\taxis._lpos'],
  ['if (axis.label != null) {\n\t\t\t\tlet shiftAmt', 'if (false) {\n\t\t\t\tlet shiftAmt'],
  // Half the work where the processor draws, and nobody sees the corners of a line this thin.
  ['join   ??= "round";', 'join ??= "bevel";'],
  ['if (drag.setScale && hasSelect', 'if (false && hasSelect'],
];
const CUTS: readonly (readonly [string, string])[] = [
  ['const days3 =', 'function zeroPad2'],
  ['markers.width  = fnOrSelf', '}\n'],
  ['if (cursor.dataIdx == null) {', 'const setCursorEvent ='],
  ['points.show   = fnOrSelf(points.show);\n\tpoints.size', 'const focus = self.focus'],
  ['let _ptDia = ', '}\n\n\t\tif (showLegend) {\n\t\t\tlet rowCells'],
  ['let _gaps = s._paths != null', '}\n\n\t\t\t\t\tif (ctxAlpha != _ctxAlpha)'],
];
/** The time runs from left to right. */
const UPRIGHT = /scaleX\.ori == ([01])/g;
const STATICS = /uPlot\.assign = assign;[\s\S]*?\nexport \{/;

/** Styles of its legend and its title, and the font they would be set in. No rule holds another, so its first closing brace is its end. */
const LEGEND_STYLES = /\.u-(title|legend|inline|series)\b[^{}]*\{[^}]*\}|font-family:[^;]*;/g;

export function trim(code: string): string {
  for (const [from, to] of EDITS) {
    if (!code.includes(from)) throw new Error(`uPlot has changed: "${from}" is not in it. See scripts/trim-uplot.ts.`);
    code = code.replace(from, () => to);
  }
  for (const [from, to] of CUTS) {
    const start = code.indexOf(from);
    const end = code.indexOf(to, start);
    if (start < 0 || end < 0) throw new Error(`uPlot has changed: "${from}" up to "${to}" is not in it. See scripts/trim-uplot.ts.`);
    code = code.slice(0, start) + code.slice(end);
  }
  code = code.replace(UPRIGHT, (_, ori) => String(ori === '0'));
  if (!STATICS.test(code)) throw new Error('uPlot has changed: its statics are not where they were. See scripts/trim-uplot.ts.');
  return code.replace(STATICS, 'uPlot.pxRatio = pxRatio;\n\nexport {');
}

export function trimUplot(): Plugin {
  return {
    name: 'trim-uplot',
    enforce: 'pre',
    transform(code, id) {
      const path = id.replaceAll('\\', '/');
      if (path.endsWith('/uplot/dist/uPlot.esm.js')) return { code: trim(code), map: null };
      return path.endsWith('/uplot/dist/uPlot.min.css') ? { code: code.replace(LEGEND_STYLES, ''), map: null } : undefined;
    },
  };
}
