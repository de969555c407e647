import { defineHandler, html } from 'nitro/h3';
import { g as getCsrfToken } from '../nitro/nitro.mjs';
import 'node:http';
import 'node:https';
import 'node:fs';
import 'node:url';
import 'node:path';
import 'node:crypto';
import 'node:buffer';
import 'node:zlib';
import 'node:diagnostics_channel';

const index = defineHandler((event) => {
  const { session } = event.context;
  const messages = session.popFlash().map((text) => `<p class="flash">${escape(text)}</p>`);
  const field = `<input type="hidden" name="csrf_token" value="${getCsrfToken(event)}">`;
  const user = session.get("user");
  if (user === void 0) return page(messages, signIn(field));
  session.set("visits", Number(session.get("visits", 0)) + 1);
  return page(messages, signOut(user, session.get("visits"), field));
});
const page = (messages, content) => html(`<!doctype html>
<title>Sessions with Nitro</title>
${messages.join("")}
${content}
`);
const signIn = (field) => `<form method="post" action="/sign-in">
  ${field}
  <label>Name <input name="name" required></label>
  <button>Sign in</button>
</form>`;
const signOut = (name, visits, field) => `<h1>Hello ${escape(name)}</h1>
<p>Visit ${escape(visits)}</p>
<form method="post" action="/sign-out">
  ${field}
  <button>Sign out</button>
</form>`;
const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
function escape(value) {
  return String(value).replace(/[&<>"]/g, (character) => ENTITIES[character]);
}

export { index as default };
//# sourceMappingURL=routes.mjs.map
