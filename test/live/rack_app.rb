# frozen_string_literal: true

# A Rack application with the pages of ours.ts. Prints its port, then serves until it is killed.

require "json"
require "rack"
require "time"
require "rack/session/cookie"
require "rack/handler/webrick"

CODERS = { "marshal" => Rack::Session::Cookie::Base64::Marshal, "json" => Rack::Session::Cookie::Base64::JSON,
           "zipJson" => Rack::Session::Cookie::Base64::ZipJSON }.freeze

PAGES = {
  "sign_in" => lambda do |session, form|
    session["user"] = form["user"]
    "signed in"
  end,
  "sign_out" => lambda do |session, _|
    session.destroy
    "signed out"
  end,
  "who" => ->(session, _) { session["user"] || "nobody" },
  "count" => ->(session, _) { (session["count"] = (session["count"] || 0) + 1).to_s },
  "keep" => lambda do |session, form|
    session["value"] = JSON.parse(form["json"])
    "kept"
  end,
  "kept" => ->(session, _) { JSON.generate(session["value"]) },
  "keep_date" => lambda do |session, form|
    session["value"] = Time.iso8601(form["iso"])
    "kept"
  end,
  "date" => lambda do |session, _|
    value = session["value"]
    value.is_a?(Time) ? value.getutc.iso8601(3) : "text #{value}"
  end
}.freeze

pages = lambda do |env|
  request = Rack::Request.new(env)
  answer = PAGES.fetch(request.path_info.split("/")[2]).call(env["rack.session"], request.POST)
  [200, { "Content-Type" => "text/plain; charset=utf-8" }, [answer]]
end

options = { key: "rack.session", secret: ENV.fetch("SESSION_SECRET"), coder: CODERS.fetch(ENV.fetch("CODER")).new,
            hmac: OpenSSL::Digest.const_get(ENV.fetch("HMAC")) }
app = Rack::Session::Cookie.new(pages, options)

Rack::Handler::WEBrick.run(app, Host: "127.0.0.1", Port: 0, Logger: WEBrick::Log.new(File::NULL), AccessLog: []) do |server|
  puts server.listeners[0].addr[1]
  $stdout.flush
end
