/** The style of how a page is laid out, at every width and size of text. */
export const layoutCss = `
.page {
  container-type: inline-size;
}

.columns,
.stack {
  display: grid;
  grid-template-columns: minmax(0, 1fr);
  gap: 1.25rem;
}

.columns {
  margin-top: 1.75rem;
}

/* In one column, what is below stays in reach. */
.places {
  padding: 0.4rem clamp(1rem, 3vw, 2rem);
  border-bottom: 1px solid var(--line);
  background: var(--card);
}

/* It may not cover what is read: with large text it scrolls away. */
@container (min-width: 20rem) {
  .places {
    position: sticky;
    z-index: 1;
    top: 0;
  }
}

/* Two columns, where the text is small enough for both: the second has the cookie. */
@container (min-width: 47rem) {
  .columns {
    grid-template-columns: minmax(0, 1fr) minmax(0, 1.25fr);
    align-items: end;
  }

  /* The end of the shorter one stays in sight, so that there is nothing empty beside the longer one. */
  .stack {
    position: sticky;
    bottom: 1.25rem;
  }

  .places {
    display: none;
  }
}

main:focus,
.stack:focus,
.panel:focus {
  outline: none;
}

/* Ways around */

.skip {
  position: absolute;
  z-index: 2;
  top: 0.5rem;
  left: -100vw;
  padding: 0.5rem 1rem;
  border-radius: 0.55rem;
  background: var(--card);
}

.skip:focus {
  left: 0.5rem;
}

:root {
  scroll-padding-top: 4.5rem;
}

/* With the message below it. */
h2 {
  scroll-margin-bottom: 10rem;
}
`
