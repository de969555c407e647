# frozen_string_literal: true

# Makes the vectors of Rack's session cookies with Rack's own middleware, and of rack-session's with its own encryptor.
#
#     ruby test/vectors/generate/rack.rb | gzip -9n > test/vectors/languages/rack.json.gz
#     ruby -I SOURCE/lib test/vectors/generate/rack.rb encrypted | gzip -9n > test/vectors/languages/rack-session-….json.gz
#     ruby test/vectors/generate/rack.rb read < cookies.json > values.json
#
# Recorded with Ruby 3.1.2 and rack 2.2.22 (Debian 12). rack-session 2 is no package of Debian 12: SOURCE is its repository,
# of which lib/rack/session/encryptor.rb is all that is used: at the tags v2.1.1 (the same as v2.0.0) and v2.1.2, and at
# 7acef42, which is later. The third reads a list of cookies, each with its settings. Those of rack-session it reads
# by that where RUBYLIB has it, else by encryptor.rb beside this file, which follows the format that its source documents.

require_relative "ruby_values"
require "rack/session/cookie"
require "openssl"

SECRET = "a secret of Rack's, which is long enough for all that it is used for: it has 94 bytes, of ASCII"
OLD = "an older secret of Rack's, which is long enough for all that it is used for: it has many bytes, too"
NAME = "rack.session"
ID = "0011223344556677889900aabbccddeeff0011223344556677889900aabbccdd"
CODERS = { "marshal" => Rack::Session::Cookie::Base64::Marshal, "json" => Rack::Session::Cookie::Base64::JSON,
           "zipJson" => Rack::Session::Cookie::Base64::ZipJSON }.freeze
DEFAULTS = { "secret" => SECRET, "coder" => "marshal", "hmac" => "SHA1" }.freeze

def middleware(settings, app)
  secret, old = settings["secret"]
  options = { key: NAME, secret: secret, old_secret: old, hmac: OpenSSL::Digest.const_get(settings["hmac"]),
              coder: CODERS.fetch(settings["coder"]).new }
  Rack::Session::Cookie.new(app, options)
end

# The cookie's value as it is sent, of data that an application sets.
def write(settings, data)
  app = middleware(settings, lambda do |env|
    session = env["rack.session"]
    data.each { |key, value| session[key] = value }
    session.id = Rack::Session::SessionId.new(ID)
    [200, {}, []]
  end)
  _, headers, = app.call(Rack::MockRequest.env_for("/"))
  # Nothing is sent of an empty session, and of one that is too large.
  headers["Set-Cookie"]&.[](/\A#{NAME}=([^;]*)/, 1)
end

# The cookie's value, of whatever is signed.
def signed(settings, bytes)
  text = [bytes].pack("m0")
  digest = OpenSSL::HMAC.hexdigest(OpenSSL::Digest.const_get(settings["hmac"]).new, settings["secret"], text)
  Rack::Utils.escape("#{text}--#{digest}")
end

# What Rack has in the cookie; nil where it begins a new session.
def read(settings, cookie)
  seen = nil
  app = middleware(settings, lambda do |env|
    seen = env["rack.session"].options && Rack::Request.new(env)
    [200, {}, []]
  end)
  env = Rack::MockRequest.env_for("/", "HTTP_COOKIE" => "#{NAME}=#{cookie}")
  app.call(env)
  value = app.send(:unpacked_cookie_data, seen)
  value.is_a?(Hash) && !value.empty? ? value : nil
rescue StandardError
  nil
end

class Vectors
  attr_reader :list

  def initialize
    @list = []
  end

  def add(name, given, data, reader: given, cookie: nil)
    cookie ||= write(DEFAULTS.merge(given), data)
    return if cookie.nil?

    seen = read(DEFAULTS.merge(reader), cookie)
    vector = { name: name, settings: reader, cookie: cookie, accepted: !seen.nil? }
    vector[:data] = RubyValues.tagged(seen) unless seen.nil?
    @list << vector
  end
end

KINDS = { "Marshal" => {}, "JSON" => { "coder" => "json" }, "ZipJSON" => { "coder" => "zipJson" },
          "SHA-256" => { "hmac" => "SHA256" }, "JSON, SHA-512" => { "coder" => "json", "hmac" => "SHA512" } }.freeze
ONE = { "user" => "Zoë €", "n" => [1, 2.0] }.freeze

def values(vectors)
  RubyValues.plain.each do |name, value|
    { "Marshal" => {}, "JSON" => KINDS["JSON"], "ZipJSON" => KINDS["ZipJSON"] }.each do |kind, given|
      vectors.add("#{name}, #{kind}", given, value)
    end
  end
  RubyValues.marshaled.each { |name, value| vectors.add("#{name}, Marshal", {}, value) }
end

def settings(vectors)
  all = KINDS.merge("another secret" => { "secret" => OLD })
  all.each do |one, given|
    all.each { |other, reader| vectors.add("#{one}, read by #{other}", given, ONE, reader: reader) }
  end
  both = { "secret" => [SECRET, OLD] }
  vectors.add("rotation, the new secret", {}, ONE, reader: both)
  vectors.add("rotation, the old secret", { "secret" => OLD }, ONE, reader: both)
  vectors.add("rotation, neither", { "secret" => "another one" }, ONE, reader: both)
end

def sizes(vectors)
  [0, 1, 2, 3, 255, 256, 1000, 2000, 2700].each do |size|
    vectors.add("#{size} characters", {}, { "t" => "x" * size })
    vectors.add("#{size} characters, ZipJSON", KINDS["ZipJSON"], { "t" => "é" * size })
  end
end

def payloads(vectors)
  [nil, true, 1, "text", [1], [["a", 1]], :a].each do |value|
    vectors.add("#{value.inspect} for a session", {}, nil, cookie: signed(DEFAULTS, Marshal.dump(value)))
  end
  ["", "null", "[]", "1", "\"a\"", "{", "{\"a\":NaN}", "{}x"].each do |text|
    vectors.add("#{text} for JSON", KINDS["JSON"], nil, cookie: signed(DEFAULTS, text))
    vectors.add("#{text} for ZipJSON", KINDS["ZipJSON"], nil, cookie: signed(DEFAULTS, Zlib.deflate(text)))
  end
  vectors.add("what was not deflated", KINDS["ZipJSON"], nil, cookie: signed(DEFAULTS, "{\"a\":1}"))
  vectors.add("an id of text", {}, nil, cookie: signed(DEFAULTS, Marshal.dump({ "session_id" => "abc", "a" => 1 })))
  vectors.add("no id", {}, nil, cookie: signed(DEFAULTS, Marshal.dump({ "a" => 1 })))
end

def damage(vectors)
  KINDS.first(2).each do |name, given|
    cookie = write(DEFAULTS.merge(given), ONE)
    (0...cookie.length).step((cookie.length / 24.0).ceil) do |at|
      changed = cookie.dup
      changed[at] = changed[at] == "A" ? "B" : "A"
      vectors.add("#{name}, character #{at} changed", given, nil, cookie: changed)
    end
    [0, 1, 10, cookie.length / 2, cookie.length - 1].each do |length|
      vectors.add("#{name}, cut to #{length}", given, nil, cookie: cookie[0, length])
    end
    ["--", "A", "#{cookie}--", "--#{cookie}", "#{cookie}A", cookie.sub("--", "-")].each_with_index do |text, at|
      vectors.add("#{name}, malformed #{at}", given, nil, cookie: text)
    end
  end
end

# ---- rack-session

module Encrypted
  module_function

  DEFAULTS = { "secrets" => SECRET, "serializeJson" => false, "mode" => "guess_version", "padSize" => 32, "name" => NAME }.freeze

  def encryptor(settings)
    options = { purpose: settings["name"], serialize_json: settings["serializeJson"], pad_size: settings["padSize"] }
    # Before it had modes it had the first of them only.
    options[:mode] = settings["mode"].to_sym if Rack::Session::Encryptor.const_defined?(:V2)
    Rack::Session::Encryptor.new(settings["secrets"], options)
  end

  def with_id(settings, data)
    { "session_id" => settings["serializeJson"] ? ID : Rack::Session::SessionId.new(ID) }.merge(data)
  end

  def write(settings, data)
    Rack::Utils.escape(encryptor(settings).encrypt(with_id(settings, data)))
  end

  def read(given, cookie)
    settings = DEFAULTS.merge(given)
    value = encryptor(settings).decrypt(Rack::Utils.unescape(cookie))
    value.is_a?(Hash) ? value : nil
  rescue StandardError
    nil
  end

  def add(list, name, given, data, reader: given, cookie: nil)
    cookie ||= write(DEFAULTS.merge(given), data)
    seen = read(DEFAULTS.merge(reader), cookie)
    vector = { name: name, settings: reader, cookie: cookie, accepted: !seen.nil? }
    vector[:data] = RubyValues.tagged(seen) unless seen.nil?
    list << vector
  rescue Encoding::CompatibilityError
    # Before 2.1.2 it cannot write JSON with more than ASCII in it.
  end

  def kinds
    json = { "serializeJson" => true }
    first = { "Marshal" => {}, "JSON" => json }
    return first.transform_values { |given| given.merge("mode" => "v1") } unless Rack::Session::Encryptor.const_defined?(:V2)

    first.merge("Marshal, v1" => { "mode" => "v1" }, "JSON, v1" => json.merge("mode" => "v1"), "v2" => { "mode" => "v2" })
  end

  def values(list)
    RubyValues.plain.each do |name, value|
      kinds.first(4).each { |kind, given| add(list, "#{name}, #{kind}", given, value) }
    end
    RubyValues.marshaled.each { |name, value| add(list, "#{name}, Marshal", kinds["Marshal"], value) }
  end

  def settings(list)
    all = kinds.merge("another secret" => { "secrets" => OLD }.merge(kinds["Marshal"]), "another name" => { "name" => "other" }.merge(kinds["Marshal"]))
    all.each { |one, given| all.each { |other, reader| add(list, "#{one}, read by #{other}", given, ONE, reader: reader) } }
    [nil, 2, 3, 64, 4096].each do |size|
      add(list, "padding to #{size.inspect}", kinds["Marshal"].merge("padSize" => size), ONE)
    end
    [0, 1, 2, 28, 29, 30, 31, 32, 1000].each { |size| add(list, "#{size} characters", kinds["JSON"], { "t" => "x" * size }) }
  end

  def damage(list)
    kinds.first(4).each do |name, given|
      cookie = write(DEFAULTS.merge(given), { "user" => "ada" })
      (0...cookie.length).step((cookie.length / 20.0).ceil) do |at|
        changed = cookie.dup
        changed[at] = changed[at] == "A" ? "B" : "A"
        add(list, "#{name}, character #{at} changed", given, nil, cookie: changed)
      end
      [0, 1, 4, 40, cookie.length / 2, cookie.length - 4].each { |length| add(list, "#{name}, cut to #{length}", given, nil, cookie: cookie[0, length]) }
    end
  end

  def vectors
    [].tap { |list| [:values, :settings, :damage].each { |part| send(part, list) } }
  end
end

case ARGV[0]
when "read"
  begin
    require "rack/session/encryptor"
    reader = Encrypted
  rescue LoadError
    require_relative "encryptor"
    reader = Documented
  end
  given = JSON.parse($stdin.read)
  answers = given.map do |one|
    settings = one["settings"]
    value = one["encrypted"] ? reader.read(settings, one["cookie"]) : read(DEFAULTS.merge(settings), one["cookie"])
    value.nil? ? nil : RubyValues.tagged(value)
  end
  puts JSON.generate(answers)
when "encrypted"
  require "rack/session/encryptor"
  puts JSON.generate({ "secret" => SECRET, "vectors" => Encrypted.vectors })
else
  vectors = Vectors.new
  [:values, :settings, :sizes, :payloads, :damage].each { |part| send(part, vectors) }
  puts JSON.generate({ "rack" => Rack.release, "secret" => SECRET, "vectors" => vectors.list })
end
