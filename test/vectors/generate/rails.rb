# frozen_string_literal: true

# Makes the vectors of Rails' session cookies with Rails' own cookie jars, at a clock that stands still.
#
#     ruby test/vectors/generate/rails.rb | gzip -9n > test/vectors/languages/rails-6.1.json.gz
#     ruby -I RAILS/activesupport/lib -I RAILS/actionpack/lib test/vectors/generate/rails.rb | gzip -9n > …/rails-7.2.json.gz
#     ruby test/vectors/generate/rails.rb read < cookies.json > values.json
#
# The second takes another Rails than the installed one, of its repository. The third reads a list of cookies, each with
# its settings, and tells what Rails makes of them. Recorded with Ruby 3.1.2 and actionpack 6.1.7.10 (Debian 12), and
# with actionpack 7.2.2.1 at its tag.

require_relative "ruby_values"
require "action_dispatch"
require "action_dispatch/middleware/cookies"
require "active_support/messages/rotation_configuration"
require "openssl"

NOW = 1_700_000_000.25
NAME = "_shop_session"
SECRET = "0f" * 64
OLD = "an older secret_key_base, which is long enough for all that it is used for"

# The clock of this program.
module Standing
  class << self
    attr_accessor :now
  end
  self.now = NOW
  def now(**options)
    at(Standing.now, **options)
  end
end
Time.singleton_class.prepend(Standing)

# Initialization vectors that are the same each time.
module Foretold
  RANDOM = Random.new(20_231_114)
  def random_iv
    RANDOM.bytes(iv_len).tap { |iv| self.iv = iv }
  end
end
OpenSSL::Cipher.prepend(Foretold)

Keys = Struct.new(:secret, :digest) do
  def generate_key(salt, size = 64)
    # Before 7.0 Rails had SHA-1 only.
    OpenSSL::PKCS5.pbkdf2_hmac(secret, salt, 1000, size, digest)
  end
end

DEFAULTS = {
  "secretKeyBase" => SECRET, "keyGeneratorHashDigestClass" => "SHA256", "jar" => "encrypted",
  "cookiesSerializer" => "json", "useAuthenticatedCookieEncryption" => true, "useCookiesWithMetadata" => true,
  "signedCookieDigest" => "SHA1", "authenticatedEncryptedCookieSalt" => "authenticated encrypted cookie",
  "encryptedCookieSalt" => "encrypted cookie", "encryptedSignedCookieSalt" => "signed encrypted cookie",
  "signedCookieSalt" => "signed cookie", "cookiesRotations" => [], "cookieName" => NAME
}.freeze

# Rotations as an application configures them, of keys that it derives.
def rotations(settings)
  ActiveSupport::Messages::RotationConfiguration.new.tap do |made|
    settings["cookiesRotations"].each do |given|
      old = settings.merge(given)
      keys = Keys.new(old["secretKeyBase"], old["keyGeneratorHashDigestClass"])
      made.rotate(:encrypted, keys.generate_key(old["authenticatedEncryptedCookieSalt"], 32), cipher: "aes-256-gcm")
      made.rotate(:signed, keys.generate_key(old["signedCookieSalt"]), digest: old["signedCookieDigest"])
    end
  end
end

def environment(settings)
  {
    "action_dispatch.key_generator" => Keys.new(settings["secretKeyBase"], settings["keyGeneratorHashDigestClass"]),
    "action_dispatch.secret_key_base" => settings["secretKeyBase"],
    "action_dispatch.signed_cookie_salt" => settings["signedCookieSalt"],
    "action_dispatch.encrypted_cookie_salt" => settings["encryptedCookieSalt"],
    "action_dispatch.encrypted_signed_cookie_salt" => settings["encryptedSignedCookieSalt"],
    "action_dispatch.authenticated_encrypted_cookie_salt" => settings["authenticatedEncryptedCookieSalt"],
    "action_dispatch.use_authenticated_cookie_encryption" => settings["useAuthenticatedCookieEncryption"],
    "action_dispatch.signed_cookie_digest" => settings["signedCookieDigest"],
    "action_dispatch.cookies_serializer" => settings["cookiesSerializer"].to_sym,
    "action_dispatch.cookies_rotations" => rotations(settings),
    "action_dispatch.use_cookies_with_metadata" => settings["useCookiesWithMetadata"],
    "rack.session.options" => {}, "HTTP_HOST" => "shop.example", "REQUEST_METHOD" => "GET", "rack.url_scheme" => "http"
  }
end

def jar(settings, cookie = nil)
  name = settings["cookieName"]
  header = cookie.nil? ? {} : { "HTTP_COOKIE" => "#{name}=#{cookie}" }
  ActionDispatch::Request.new(environment(settings).merge(header)).cookie_jar.send(settings["jar"])
end

# The cookie's value as it is sent.
def write(settings, data, expires = nil)
  value = { value: data }
  value[:expires] = Time.at(expires).utc if expires
  made = jar(settings)
  made[settings["cookieName"]] = value
  Rack::Utils.escape(value[:value].to_s)
end

# What Rails reads, or nil.
def read(settings, cookie, now = NOW)
  Standing.now = now
  value = jar(settings, cookie)[settings["cookieName"]]
  value.is_a?(Hash) ? value : nil
rescue StandardError
  nil
ensure
  Standing.now = NOW
end

def with_id(data)
  { "session_id" => "00112233445566778899aabbccddeeff" }.merge(data)
end

class Vectors
  attr_reader :list

  def initialize
    @list = []
  end

  # @param reader the settings of who reads, where they are others
  def add(name, given, data, reader: given, expires: nil, now: NOW, cookie: nil)
    cookie ||= write(DEFAULTS.merge(given), data, expires)
    seen = read(DEFAULTS.merge(reader), cookie, now)
    vector = { name: name, settings: reader, now: now, cookie: cookie, accepted: !seen.nil? }
    vector[:data] = RubyValues.tagged(seen) unless seen.nil?
    @list << vector
    cookie
  end
end

CBC = { "useAuthenticatedCookieEncryption" => false }.freeze
SIGNED = { "jar" => "signed" }.freeze
MARSHAL = { "cookiesSerializer" => "marshal" }.freeze
HYBRID = { "cookiesSerializer" => "hybrid" }.freeze
PLAIN = { "useCookiesWithMetadata" => false }.freeze
SHA1 = { "keyGeneratorHashDigestClass" => "SHA1" }.freeze
ONE = with_id("user" => "Zoë €").freeze

def values(vectors)
  RubyValues.plain.each do |name, value|
    vectors.add("#{name}, encrypted", {}, with_id(value))
    vectors.add("#{name}, signed", SIGNED, with_id(value))
    vectors.add("#{name}, Marshal", MARSHAL, with_id(value))
    vectors.add("#{name}, CBC", CBC.merge(SHA1), with_id(value))
  end
  RubyValues.marshaled.each do |name, value|
    vectors.add("#{name}, Marshal", MARSHAL.merge(SHA1), with_id(value))
    vectors.add("#{name}, Marshal for hybrid", MARSHAL, with_id(value), reader: HYBRID)
  end
end

def settings(vectors)
  all = { "GCM" => {}, "CBC" => CBC, "signed" => SIGNED, "no metadata" => PLAIN, "SHA-1" => SHA1, "Marshal" => MARSHAL,
          "hybrid" => HYBRID, "signed with SHA-256" => SIGNED.merge("signedCookieDigest" => "SHA256"),
          "signed with SHA-512" => SIGNED.merge("signedCookieDigest" => "SHA512"),
          "other salts" => { "authenticatedEncryptedCookieSalt" => "a", "encryptedCookieSalt" => "b",
                             "encryptedSignedCookieSalt" => "c", "signedCookieSalt" => "d" },
          "another secret" => { "secretKeyBase" => OLD } }
  all.each do |one, given|
    all.each { |other, reader| vectors.add("#{one}, read by #{other}", given, ONE, reader: reader) }
  end
end

def rotated(vectors)
  old = { "secretKeyBase" => OLD }
  both = { "cookiesRotations" => [old, SHA1] }
  [{}, SIGNED].each do |kind|
    jar = kind.empty? ? "encrypted" : "signed"
    vectors.add("rotation, the new key, #{jar}", kind, ONE, reader: both.merge(kind))
    vectors.add("rotation, the old key, #{jar}", kind.merge(old), ONE, reader: both.merge(kind))
    vectors.add("rotation, the old digest, #{jar}", kind.merge(SHA1), ONE, reader: both.merge(kind))
    vectors.add("rotation, neither, #{jar}", kind.merge(old).merge(SHA1), ONE, reader: both.merge(kind))
  end
end

def metadata(vectors)
  vectors.add("of another cookie", { "cookieName" => "other" }, ONE, reader: {})
  vectors.add("of another cookie, without metadata", { "cookieName" => "other" }.merge(PLAIN), ONE, reader: {})
  vectors.add("of another cookie, signed", SIGNED.merge("cookieName" => "other"), ONE, reader: SIGNED)
  [{}, SIGNED, CBC, PLAIN, MARSHAL].each_with_index do |given, at|
    { "before its end" => -1, "a moment before its end" => -0.125, "at its end" => 0, "after its end" => 1 }.each do |name, left|
      vectors.add("#{name}, #{at}", given, ONE, expires: NOW + 3600, now: NOW + 3600 + left)
    end
  end
end

def layout(vectors)
  token = "aB3-_" + "x" * 38
  flash = { "discard" => [], "flashes" => { "notice" => "Saved é", "alert" => "Beware" } }
  cases = {
    "a token" => { "_csrf_token" => token }, "a flash" => { "flash" => flash },
    "a flash among others" => { "a" => 1, "flash" => flash, "_csrf_token" => token, "b" => 2 },
    "a flash with a list" => { "flash" => { "discard" => [], "flashes" => { "errors" => %w[one two], "one" => ["x"] } } },
    "a flash with a hash" => { "flash" => { "discard" => [], "flashes" => { "toast" => { "text" => "a", "n" => 1 } } } },
    "a flash that was shown" => { "flash" => { "discard" => ["alert"], "flashes" => { "notice" => "a", "alert" => "b" } } },
    "no flash" => { "flash" => "a text" }
  }
  cases.each do |name, data|
    vectors.add(name, {}, with_id(data))
    vectors.add("#{name}, Marshal", MARSHAL, with_id(data))
  end
  vectors.add("no id", {}, { "a" => 1 })
  vectors.add("an id at the end", {}, { "a" => 1, "session_id" => "x", "b" => 2 })
end

def sizes(vectors)
  [1, 2, 3, 15, 16, 17, 255, 1000, 1500, 2150].each do |size|
    vectors.add("#{size} characters", {}, with_id("t" => "x" * size))
    vectors.add("#{size} characters, CBC", CBC, with_id("t" => "x" * [size, 1500].min))
  end
end

def other_values(vectors)
  ["text", 1, nil, [1], [], true].each { |value| vectors.add("#{value.inspect} for a session", {}, value) }
end

def damage(vectors)
  { "GCM" => {}, "CBC" => CBC, "signed" => SIGNED }.each do |name, given|
    cookie = write(DEFAULTS.merge(given), ONE)
    spots = (0...cookie.length).step((cookie.length / 24.0).ceil).to_a
    spots.each do |at|
      changed = cookie.dup
      changed[at] = changed[at] == "A" ? "B" : "A"
      vectors.add("#{name}, character #{at} changed", given, nil, reader: given, cookie: changed)
    end
    [0, 1, 10, cookie.length / 2, cookie.length - 1].each do |length|
      vectors.add("#{name}, cut to #{length}", given, nil, cookie: cookie[0, length])
    end
    ["--", "----", "A", "#{cookie}--", "--#{cookie}", "#{cookie}A", cookie.sub("--", "-")].each_with_index do |text, at|
      vectors.add("#{name}, malformed #{at}", given, nil, cookie: text)
    end
  end
  cut = write(DEFAULTS, ONE).sub(/--[^-]+\z/) { |tag| "--#{Rack::Utils.escape(tag[2..].then { |t| [Rack::Utils.unescape(t).unpack1('m')[0, 12]].pack('m0') })}" }
  vectors.add("a short tag", {}, nil, cookie: cut)
end

if ARGV[0] == "read"
  given = JSON.parse($stdin.read)
  answers = given.map do |one|
    value = read(DEFAULTS.merge(one["settings"]), one["cookie"], one["now"] || NOW)
    value.nil? ? nil : RubyValues.tagged(value)
  end
  puts JSON.generate(answers)
else
  vectors = Vectors.new
  [:values, :settings, :rotated, :metadata, :layout, :sizes, :other_values, :damage].each { |part| send(part, vectors) }
  puts JSON.generate({ "rails" => ActionPack.version.to_s, "now" => NOW, "defaults" => DEFAULTS, "vectors" => vectors.list })
end
