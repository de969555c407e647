import { html } from '../html.js'
import { layout } from './layout.js'

export function aboutPage(): string {
  return layout({
    title: 'About',
    path: '/about',
    main: html`<article class="card prose">
      <h1>About this demo</h1>
      <p class="lead">
        It shows the sessions of cartouche: sealed in a cookie, for new applications, in a store,
        and Pyramid’s, which a Pyramid application with the same secret reads and writes too.
      </p>
      <h2>What the cookies are, and what they are not</h2>
      <ul>
        <li><strong>Genuine.</strong> Change one character of any and you get a new session.</li>
        <li>
          <strong>Encrypted, or not.</strong> Nobody can read a sealed cookie without the key.
          Pyramid’s is only signed: whoever has your browser can read all that is in it.
        </li>
        <li>
          <strong>Small.</strong> Browsers drop cookies of more than 4096 bytes. What does not fit
          is an error, and nothing is lost.
        </li>
        <li>
          <strong>Not erased elsewhere.</strong> Signing out takes the cookie from this browser. A
          copy that was made before works on until a timeout, unless the factory has a revocation
          list or a store.
        </li>
      </ul>
      <h2>Things to try</h2>
      <ul>
        <li>Change a character of the cookie in your browser’s developer tools.</li>
        <li>
          Stop the demo and start it again. It makes its keys at each start, so everybody is signed
          out.
        </li>
        <li>Sign in with one name in two browsers, and sign out everywhere.</li>
        <li>Write more into the guest book than the cookie holds.</li>
        <li>Delete the hidden field of a form, then send the form.</li>
        <li>Sign in with the page open in two tabs, and send a form of the older one.</li>
        <li>Turn JavaScript off. All works: only the times are in UTC then.</li>
      </ul>
      <h2>What this server keeps</h2>
      <p>
        Of sessions in cookies nothing, but for the revocation list; stored ones whole. For its
        experiments it remembers your cookies from before the last sign-out, as a thief would, and
        the last events, in memory.
      </p>
      <p class="quiet">This page does not use the session, so its response sets no cookie.</p>
    </article>`,
  })
}
