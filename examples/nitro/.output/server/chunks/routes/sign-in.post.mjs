import { defineHandler, redirect } from 'nitro/h3';

const signIn_post = defineHandler(async (event) => {
  const { session } = event.context;
  const name = String((await event.req.formData()).get("name"));
  session.regenerate();
  session.set("user", name);
  session.flash(`Welcome, ${name}`);
  return redirect("/", 303);
});

export { signIn_post as default };
//# sourceMappingURL=sign-in.post.mjs.map
