// node scripts/backtest/write-bars.mjs <data file> <from> <to> > bars.ndjson: writes recorded bars of the days from `from`
// until before `to` as causeway.price-bar/1. Reads daily series by token, and minute bars of one perpetual.
import { readFileSync } from 'node:fs';

const DAY_SECONDS = 86_400;
/** A token's price stands for its family, and for the perpetual on it. */
const SYMBOLS = {
  WBTC: ['BTC', 'BTC-PERP'],
  WETH: ['ETH', 'ETH-PERP'],
  USDC: ['USDC'],
  USDT: ['USDT'],
  DAI: ['DAI'],
};

const [file, from, to] = process.argv.slice(2);
if (to === undefined) {
  console.error(
    'Say which data and which days: write-bars.mjs <data file> <from> <to>, e.g. 2022-05-01 2022-06-01',
  );
  process.exit(1);
}
const data = JSON.parse(readFileSync(file, 'utf8'));
const [start, end] = [Date.parse(from), Date.parse(to)];
const bars = data.series === undefined ? minuteBars(data.rows) : dailyBars(data.series);
bars
  .filter(({ time }) => time >= start && time < end)
  .sort((a, b) => a.time - b.time || (a.symbol < b.symbol ? -1 : 1))
  .forEach((bar) => console.log(JSON.stringify({ schema: 'causeway.price-bar/1', ...bar })));

function dailyBars(series) {
  return Object.entries(series).flatMap(([token, rows]) =>
    (SYMBOLS[token] ?? []).flatMap((symbol) =>
      rows.map(([date, ...prices]) =>
        bar(symbol, Date.parse(date), DAY_SECONDS, prices, 'daily OHLC, XChainWatcher (MIT)'),
      ),
    ),
  );
}

/** A dollar stays a dollar: the minute bars say nothing of stablecoins. */
function minuteBars(rows) {
  const bars = rows.map(([time, ...prices]) =>
    bar('BTC-PERP', time * 1000, 60, prices, 'BTC-PERP 1-minute bar'),
  );
  const dollars = bars.filter(({ time }) => time % (DAY_SECONDS * 1000) === 0);
  const first = bars.find(({ time }) => time >= start);
  return [...bars, ...[first, ...dollars].map(({ time }) => bar('USDC', time, 60, [1, 1, 1, 1], 'assumed'))];
}

/** A low that the source does not have, or has above the others, is the lower of open and close. */
function bar(symbol, time, seconds, [open, high, low, close], source) {
  const highest = Math.max(open, high, close);
  const lowest = Math.min(open, close, low ?? Infinity);
  const text = { open, high: highest, low: lowest, close };
  return {
    symbol,
    time,
    seconds,
    ...Object.fromEntries(Object.entries(text).map(([name, value]) => [name, plain(value)])),
    source,
  };
}

function plain(value) {
  const text = String(value);
  return text.includes('e') ? value.toFixed(18).replace(/0+$/, '') : text;
}
