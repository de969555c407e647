/** Secrets to try: what stands in documentations and templates, and what people choose first. */
import { KNOWN_SECRETS } from '../../crypto/known-secrets.js'

const FIRST_CHOICES =
  '1234 12345 123456 12345678 123456789 1234567890 abc123 abcdef admin admin123 api app application asdf auth ' +
  'backend base changeit change-me change_me cookie cookies cookiesecret cookie-secret cookie_secret default demo ' +
  'dev dev-secret dev_secret development django-insecure dummy example express express-session fastify flask flask_secret ' +
  'foo foobar foobarbaz hello helloworld hunter2 iloveyou insecure jwt-secret jwt_secret jwtsecret key keyboard keyboardcat koa ' +
  'laravel letmein local localhost master my-secret my-secret-key my_secret my_secret_key mykey mypassword myapp ' +
  'not-a-secret notasecret passw0rd passwd password1 password123 placeholder private production pyramid qwerty qwerty123 ' +
  'rails random replace-me replaceme root s3cr3t s3cret sample secret-key secret1 secret123 secret_key secret_key_base ' +
  'secretkey server session sessionsecret session-secret session_key sessionkey shhh shhhh somesecret some-secret ' +
  'staging starlette super-secret super-secret-key super_secret super_secret_key test test123 testing testsecret ' +
  'thisisasecret this-is-a-secret this_is_a_secret tbd todo token topsecret top-secret welcome your-secret-key ' +
  'your_secret_key your-secret yoursecret xxx'

const SENTENCES = [
  'a very long secret',
  'a very secret secret',
  'change this',
  'change this secret',
  'change me in production',
  'do not use in production',
  'my super secret',
  'my super secret key',
  'secret key',
  'some secret',
  'the secret',
  'this is a secret',
  'this is a very long secret',
  'your secret',
  'your secret key',
]

/** Each in the letters that it is mostly written in. */
export const BUILT_IN_WORDS: readonly string[] = [
  ...new Set(
    [...KNOWN_SECRETS, ...FIRST_CHOICES.split(' '), ...SENTENCES].flatMap((word) => [
      word,
      word.toUpperCase(),
      word[0]!.toUpperCase() + word.slice(1),
    ]),
  ),
]
