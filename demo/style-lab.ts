/** The style of what shows the workings: switches, code, the parts of a cookie, events. */
export const labCss = `
/* Switches */

.switches {
  display: flex;
  flex-wrap: wrap;
  gap: 0.75rem 1.25rem;
  margin-top: 1.25rem;
}

.switch {
  display: flex;
  flex-wrap: wrap;
  gap: 0.25rem;
  padding: 0.25rem;
  border: 1px solid var(--line);
  border-radius: 0.8rem;
  background: var(--card);
}

.switch a {
  flex: 1 1 auto;
  text-align: center;
  padding: 0.4rem 0.9rem;
  border-radius: 0.55rem;
  font-weight: 600;
  text-decoration: none;
}

.switch a:hover {
  background: var(--blue-soft);
}

.switch a[aria-current] {
  background: var(--blue);
  color: var(--on-blue);
}

.made {
  max-width: 46rem;
  margin-top: 1rem;
}

.made summary {
  width: fit-content;
  color: var(--quiet);
  cursor: pointer;
}

.made pre + .quiet,
.made .quiet + .quiet {
  margin-top: 0.5rem;
}

/* Code */

.code {
  border-left: 3px solid var(--clay);
  max-height: none;
  font-size: 0.95em;
  overflow-wrap: break-word;
}

.card form + .code,
.code + .code {
  margin-top: 0.85rem;
}

.card > .notice {
  margin-top: 0.85rem;
}

.notice del {
  color: var(--bad);
}

.notice ins {
  padding: 0 0.15em;
  border-radius: 0.2em;
  background: var(--ink);
  color: var(--card);
  text-decoration: none;
}

/* Parts and facts */

.parts,
.facts {
  margin: 0.6rem 0 0;
}

.parts dt:not(:first-child) {
  margin-top: 0.6rem;
}

.part-name {
  margin-right: 0.5em;
  font-weight: 600;
}

.parts dd,
.facts dd {
  margin: 0;
}

/* Base64url has hyphens, at which no line should end. */
.raw code,
.parts code {
  word-break: break-all;
}

.parts dd {
  max-height: 12rem;
  overflow-y: auto;
}

.facts {
  display: grid;
  grid-template-columns: fit-content(40%) minmax(0, 1fr);
  gap: 0.35rem 1rem;
}

.facts dt {
  color: var(--quiet);
}

.facts .quiet {
  margin-left: 0.4em;
}

.facts .bad,
.events .bad {
  padding: 0 0.35em;
  border-radius: 0.3em;
}

/* Events */

.events {
  display: grid;
  gap: 0.6rem;
  margin-top: 0.6rem;
  padding: 0;
  list-style: none;
}

.events li {
  padding-left: 0.8rem;
  border-left: 3px solid var(--line);
}

.events .quiet {
  display: block;
}
`
