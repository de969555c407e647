/** The style of all pages, served as `/style.css`. */
import { labCss } from './style-lab.js'
import { layoutCss } from './style-layout.js'

export const css = `
:root {
  color-scheme: light dark;
  --paper: #f6f3ec;
  --card: #fffdf9;
  --ink: #221f1a;
  --quiet: #645d52;
  --line: #e0d9cb;
  --field: #8d8577;
  --blue: #1c4f94;
  --blue-soft: #e4edf9;
  --on-blue: #ffffff;
  --clay: #9c3d10;
  --clay-soft: #fbe8dc;
  --good: #1d6639;
  --good-soft: #e2f2e6;
  --bad: #a0231f;
  --bad-soft: #fbe5e3;
  --shadow: 0 1px 2px rgb(60 45 20 / 6%), 0 6px 20px rgb(60 45 20 / 5%);
  --mono: ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace;
}

@media (prefers-color-scheme: dark) {
  :root {
    --paper: #12151a;
    --card: #1a1e26;
    --ink: #ece8e0;
    --quiet: #a8a194;
    --line: #2e3440;
    --field: #76715f;
    --blue: #8fb9f5;
    --blue-soft: #1a2b44;
    --on-blue: #0c1626;
    --clay: #f2a677;
    --clay-soft: #3b261b;
    --good: #93d6a8;
    --good-soft: #17301f;
    --bad: #f5a49e;
    --bad-soft: #3c1e1d;
    --shadow: none;
  }
}

*,
*::before,
*::after {
  box-sizing: border-box;
}

body {
  margin: 0;
  background: var(--paper);
  color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', 'Liberation Sans', sans-serif;
  overflow-wrap: anywhere;
}

h1,
h2,
h3,
p,
ul,
ol,
pre {
  margin: 0;
}

p,
li {
  text-wrap: pretty;
}

h1 {
  font-size: clamp(1.6rem, 1.2rem + 2vw, 2.25rem);
  line-height: 1.15;
  letter-spacing: -0.02em;
  text-wrap: balance;
}

h2 {
  font-size: 1.15rem;
  line-height: 1.3;
}

h3 {
  margin-top: 1.75rem;
  font-size: 0.95rem;
  line-height: 1.3;
}

a {
  color: var(--blue);
  text-underline-offset: 0.15em;
}

code,
pre {
  font-family: var(--mono);
  font-size: 0.85em;
}

:focus-visible {
  outline: 3px solid var(--blue);
  outline-offset: 2px;
}

/* The frame of a page */

header {
  border-bottom: 1px solid var(--line);
  background: var(--card);
}

.bar,
main {
  max-width: 74rem;
  margin: 0 auto;
  padding: 0 clamp(1rem, 3vw, 2rem);
}

.bar {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 0.5rem 1.5rem;
  padding-top: 0.85rem;
  padding-bottom: 0.85rem;
}

/* An oval with a line at its end: how the names of pharaohs were written. */
.mark {
  position: relative;
  padding: 0.2rem 0.9rem;
  border: 2px solid var(--clay);
  border-radius: 999px;
  color: var(--clay);
  font-weight: 650;
  line-height: 1.3;
  text-decoration: none;
}

.mark::after {
  content: '';
  position: absolute;
  inset: -2px -5px -2px auto;
  width: 2px;
  background: currentcolor;
}

nav {
  display: flex;
  flex-wrap: wrap;
  gap: 0.25rem 1.25rem;
}

nav a {
  padding: 0.25rem 0;
  color: var(--ink);
  text-decoration-color: var(--line);
}

nav a:hover,
nav a[aria-current] {
  color: var(--blue);
  text-decoration-color: currentcolor;
}

.status {
  color: var(--quiet);
}

.status {
  margin-left: auto;
}

/* On a phone the links have a line of their own. */
@media (max-width: 32rem) {
  .bar nav {
    flex-basis: 100%;
    order: 1;
  }
}

.status strong {
  color: var(--ink);
}

main {
  padding-top: clamp(1.75rem, 4vw, 3rem);
  padding-bottom: 4rem;
}

.lead {
  max-width: 42rem;
  margin-top: 0.6rem;
  color: var(--quiet);
  font-size: 1.1rem;
}

.quiet {
  color: var(--quiet);
  font-size: 0.925rem;
}

.card {
  padding: clamp(1.1rem, 2.5vw, 1.6rem);
  border: 1px solid var(--line);
  border-radius: 0.9rem;
  background: var(--card);
  box-shadow: var(--shadow);
}

.card > * + p,
.card > * + form,
.card > * + .notes {
  margin-top: 0.5rem;
}

.card form {
  margin-top: 0.85rem;
}

.card-head {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  justify-content: space-between;
  gap: 0.5rem 1rem;
}

/* Pages of text */

.prose {
  max-width: 46rem;
  margin: 0 auto;
  padding: clamp(1.25rem, 4vw, 2.75rem);
}

.prose h2 {
  margin-top: 2rem;
}

.prose > * + p,
.prose ul {
  margin-top: 0.9rem;
}

.prose ul {
  padding-left: 1.2rem;
}

.prose li + li {
  margin-top: 0.45rem;
}

.prose .lead {
  margin-top: 0.6rem;
}

.prose .button {
  margin-top: 0.75rem;
}

.eyebrow {
  color: var(--clay);
  font-weight: 600;
}

/* Messages */

.notice {
  padding: 0.7rem 1rem;
  border-left: 4px solid;
  border-radius: 0.5rem;
}

.notice + .notice,
main > .notice,
.flashes > .notice,
.panel > .notice {
  margin-top: 1rem;
}

.notice p + p {
  margin-top: 0.35rem;
}

.good {
  background: var(--good-soft);
  color: var(--good);
}

.bad {
  background: var(--bad-soft);
  color: var(--bad);
}

.notice a {
  color: inherit;
}

.badge {
  padding: 0.15rem 0.7rem;
  border-radius: 999px;
  font-size: 0.85rem;
  font-weight: 600;
}

.badge:not(.good, .bad) {
  background: var(--blue-soft);
  color: var(--blue);
}

/* Forms */

label {
  display: block;
  margin-bottom: 0.3rem;
  font-size: 0.925rem;
  font-weight: 600;
}

input,
select,
textarea,
button,
.button {
  border-radius: 0.55rem;
  font: inherit;
}

input:not([type='hidden']),
select,
textarea {
  width: 100%;
  padding: 0.5rem 0.75rem;
  border: 1px solid var(--field);
  background: var(--paper);
  color: inherit;
}

textarea {
  display: block;
  resize: vertical;
}

.notice + textarea {
  margin-top: 0.5rem;
}

textarea + .quiet {
  margin-top: 0.4rem;
}

button,
.button {
  display: inline-block;
  min-height: 2.6rem;
  padding: 0.5rem 1rem;
  border: 1px solid var(--field);
  background: transparent;
  color: var(--ink);
  font-weight: 600;
  line-height: 1.4;
  text-decoration: none;
  cursor: pointer;
}

button:hover,
.button:hover {
  border-color: var(--blue);
  color: var(--blue);
}

.primary,
.primary:hover {
  border-color: var(--blue);
  background: var(--blue);
  color: var(--on-blue);
}

.primary:hover {
  filter: brightness(1.12);
}

button:disabled {
  border-style: dashed;
  color: var(--quiet);
  cursor: default;
}

.row {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 0.6rem;
}

.row input,
.row select {
  flex: 1 1 9rem;
  min-width: 0;
}

textarea ~ .row {
  margin-top: 0.85rem;
}

.count {
  flex: 1;
  font-size: 2.4rem;
  font-variant-numeric: tabular-nums;
  font-weight: 650;
  letter-spacing: -0.02em;
  line-height: 1.1;
}

.notes {
  display: grid;
  gap: 0.5rem;
  max-height: 18rem;
  padding: 0;
  overflow-y: auto;
  list-style: none;
}

.notes li {
  padding: 0.5rem 0.8rem;
  border-radius: 0.5rem;
  background: var(--paper);
  white-space: pre-line;
}

/* The cookie */

.steps {
  display: grid;
  gap: 0.9rem;
  margin-top: 1.25rem;
  padding: 0;
  counter-reset: step;
  list-style: none;
}

.steps li {
  position: relative;
  padding-left: 2.75rem;
  counter-increment: step;
}

.steps li::before {
  content: counter(step);
  position: absolute;
  left: 0;
  width: 1.75rem;
  border-radius: 999px;
  background: var(--clay-soft);
  color: var(--clay);
  font-weight: 650;
  line-height: 1.75rem;
  text-align: center;
}

.figure {
  margin-top: 0.15rem;
}

.figure strong {
  font-size: 1.5rem;
  font-variant-numeric: tabular-nums;
  letter-spacing: -0.02em;
}

meter {
  display: block;
  width: 100%;
  height: 0.75rem;
  margin-top: 0.4rem;
  border: 0;
  border-radius: 999px;
  background: var(--line);
  overflow: hidden;
  appearance: none;
}

/* At the same place of the bar as in size.ts: 1 of 1.25. */
meter + .limit {
  position: relative;
  width: 80%;
  margin-top: -0.75rem;
  padding: 0.9rem 0.4rem 0 0;
  border-right: 2px solid var(--ink);
  text-align: right;
}

/* Chromium would leave a quarter free above the bar and below it. */
meter::-webkit-meter-inner-element {
  grid-template-rows: 0 [line1] 100% [line2] 0;
}

meter::-webkit-meter-bar {
  height: 100%;
  border: 0;
  border-radius: 999px;
  background: var(--line);
}

meter::-webkit-meter-optimum-value,
meter::-webkit-meter-suboptimum-value,
meter::-webkit-meter-even-less-good-value {
  height: 100%;
  border-radius: 999px;
  background: var(--blue);
}

meter::-webkit-meter-suboptimum-value {
  background: var(--clay);
}

meter::-webkit-meter-even-less-good-value {
  background: var(--bad);
}

meter::-moz-meter-bar {
  border-radius: 999px;
  background: var(--blue);
}

meter:-moz-meter-sub-optimum::-moz-meter-bar {
  background: var(--clay);
}

meter:-moz-meter-sub-sub-optimum::-moz-meter-bar {
  background: var(--bad);
}

.legend {
  display: flex;
  flex-wrap: wrap;
  gap: 0.25rem 1.25rem;
  margin-top: 0.4rem;
  padding: 0;
  font-size: 0.925rem;
  list-style: none;
}

.legend li {
  display: flex;
  gap: 0.5em;
}

.legend li::before {
  content: '';
  flex: none;
  width: 0.8em;
  height: 0.8em;
  margin-top: 0.38em;
  border-radius: 0.2em;
  background: currentcolor;
}

.signature {
  color: var(--clay);
}

.base64 {
  color: var(--blue);
}

.raw,
pre {
  margin-top: 0.6rem;
  padding: 0.85rem 1rem;
  border: 1px solid var(--line);
  border-radius: 0.55rem;
  background: var(--paper);
  overflow-wrap: anywhere;
}

pre,
.readable code {
  white-space: pre-wrap;
}

.raw {
  max-height: 26rem;
  overflow-y: auto;
  line-height: 1.5;
}

.raw .signature {
  font-weight: 700;
}

pre {
  max-height: 26rem;
  overflow-y: auto;
  line-height: 1.5;
}
${layoutCss}${labCss}`
