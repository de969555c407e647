import { d as defineEventHandler, r as readFormData, s as sendRedirect } from '../nitro/nitro.mjs';
import 'node:http';
import 'node:https';
import 'node:events';
import 'node:buffer';
import 'node:fs';
import 'node:path';
import 'node:crypto';
import 'node:async_hooks';
import 'node:zlib';
import 'node:diagnostics_channel';
import 'node:url';

const signIn_post = defineEventHandler(async (event) => {
  const { session } = event.context;
  const name = String((await readFormData(event)).get("name"));
  session.regenerate();
  session.set("user", name);
  session.flash(`Welcome, ${name}`);
  return sendRedirect(event, "/", 303);
});

export { signIn_post as default };
//# sourceMappingURL=sign-in.post.mjs.map
