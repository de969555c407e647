/** The style of the page: that of the demo, as far as it is needed. */
export const css = `
:root {
  color-scheme: light dark;
  --paper: #f6f3ec;
  --card: #fffdf9;
  --ink: #221f1a;
  --quiet: #645d52;
  --line: #e0d9cb;
  --blue: #1c4f94;
  --blue-soft: #e4edf9;
  --clay: #9c3d10;
  --clay-soft: #fbe8dc;
  --good: #1d6639;
  --good-soft: #e2f2e6;
  --bad: #a0231f;
  --bad-soft: #fbe5e3;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #12151a;
    --card: #1a1e26;
    --ink: #ece8e0;
    --quiet: #a8a194;
    --line: #2e3440;
    --blue: #8fb9f5;
    --blue-soft: #1a2b44;
    --clay: #f2a677;
    --clay-soft: #3b261b;
    --good: #93d6a8;
    --good-soft: #17301f;
    --bad: #f5a49e;
    --bad-soft: #3c1e1d;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0;
  background: var(--paper);
  color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif;
  overflow-wrap: anywhere;
}
h1, h2, p, ul, ol, dl, dd { margin: 0; }
ul, ol { padding: 0; list-style: none; }
h1 { font-size: clamp(1.5rem, 1.2rem + 1.5vw, 2rem); line-height: 1.15; letter-spacing: -0.02em; }
h2 { font-size: 1.15rem; line-height: 1.3; }
code { font-family: ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace; font-size: 0.85em; }
:focus-visible { outline: 3px solid var(--blue); outline-offset: 2px; }
header { border-bottom: 1px solid var(--line); background: var(--card); }
.bar, main { max-width: 74rem; margin: 0 auto; padding: 0 clamp(1rem, 3vw, 2rem); }
.bar { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 1rem; padding-block: 0.85rem; }
.mark {
  position: relative;
  padding: 0.2rem 0.9rem;
  border: 2px solid var(--clay);
  border-radius: 999px;
  color: var(--clay);
  font-weight: 650;
}
.mark::after { content: ''; position: absolute; inset: -2px -5px -2px auto; width: 2px; background: currentcolor; }
main { padding-block: clamp(1.5rem, 4vw, 2.5rem) 4rem; }
.quiet { color: var(--quiet); font-size: 0.925rem; }
h1 + .quiet { margin-top: 0.5rem; }
.columns, .stack { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.25rem; align-content: start; }
.columns { margin-top: 1.5rem; }
@media (min-width: 60rem) { .columns { grid-template-columns: minmax(0, 30rem) minmax(0, 1fr); } }
.card { padding: clamp(1.1rem, 2.5vw, 1.6rem); border: 1px solid var(--line); border-radius: 0.9rem; background: var(--card); }
.card > * + * { margin-top: 0.7rem; }
dl > div { display: flex; flex-wrap: wrap; gap: 0 0.75rem; padding: 0.3rem 0; border-bottom: 1px solid var(--line); }
dt { flex: 0 0 11rem; color: var(--quiet); }
dd { flex: 1 1 14rem; }
time { display: inline-block; }
.notice { padding: 0.6rem 0.9rem; border-left: 4px solid; border-radius: 0.5rem; background: var(--blue-soft); color: var(--blue); }
.good { background: var(--good-soft); color: var(--good); }
.bad { background: var(--bad-soft); color: var(--bad); }
.badge { padding: 0.1rem 0.6rem; border-radius: 999px; font-size: 0.85rem; font-weight: 600; }
.badge.set { background: var(--blue-soft); color: var(--blue); }
.badge.clay { background: var(--clay-soft); color: var(--clay); }
.badge.none { border: 1px solid var(--line); color: var(--quiet); }
meter { display: block; width: 100%; height: 0.75rem; border: 0; border-radius: 999px; background: var(--line); overflow: hidden; appearance: none; }
meter::-webkit-meter-inner-element { grid-template-rows: 0 [line1] 100% [line2] 0; }
meter::-webkit-meter-bar { height: 100%; border: 0; border-radius: 999px; background: var(--line); }
meter::-webkit-meter-optimum-value { height: 100%; border-radius: 999px; background: var(--blue); }
meter::-webkit-meter-suboptimum-value { background: var(--clay); }
meter::-webkit-meter-even-less-good-value { background: var(--bad); }
meter::-moz-meter-bar { border-radius: 999px; background: var(--blue); }
.chips { display: flex; flex-wrap: wrap; gap: 0.35rem; }
.chips li { padding: 0 0.5rem; border: 1px solid var(--line); border-radius: 0.4rem; background: var(--paper); }
.tree .tree { padding-left: 1.2rem; border-left: 1px solid var(--line); }
.tree li { padding: 0.15rem 0; }
.key { font-weight: 650; }
.text { color: var(--good); }
summary { cursor: pointer; }
.commits > li { padding: 0.8rem 0; border-top: 1px solid var(--line); }
.commits > li:first-child { border-top: 0; padding-top: 0; }
.asked { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.25rem 0.6rem; }
.asked code { font-weight: 650; }
.when { margin-left: auto; }
.reasons { margin: 0.3rem 0 0 1.1rem; list-style: disc; }
.line { margin-top: 0.2rem; }
`
