import { d as defineEventHandler, s as sendRedirect } from '../nitro/nitro.mjs';
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

const signOut_post = defineEventHandler((event) => {
  const { session } = event.context;
  session.invalidate();
  session.flash("Goodbye");
  return sendRedirect(event, "/", 303);
});

export { signOut_post as default };
//# sourceMappingURL=sign-out.post.mjs.map
