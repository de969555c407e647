import { defineHandler, redirect } from 'nitro/h3';

const signOut_post = defineHandler((event) => {
  const { session } = event.context;
  session.invalidate();
  session.flash("Goodbye");
  return redirect("/", 303);
});

export { signOut_post as default };
//# sourceMappingURL=sign-out.post.mjs.map
