# frozen_string_literal: true

# What the generators of Ruby's vectors have in common: values, and values with their types told.

require "json"
require "time"
require "active_support"
require "active_support/all"
require "rack"
require "rack/session/abstract/id"

ENV["TZ"] = "Europe/Berlin"
Time.zone = "Europe/Berlin"

module RubyValues
  module_function

  def text(string)
    is_text = [Encoding::UTF_8, Encoding::US_ASCII].include?(string.encoding) && string.valid_encoding?
    return { t: "str", v: string.encode("UTF-8") } if is_text
    return { t: "bytes", hex: string.unpack1("H*") } if string.encoding == Encoding::BINARY

    { t: "string", hex: string.unpack1("H*"), encoding: string.encoding.name }
  end

  def time(value)
    below = (value.to_r * 1_000_000_000) % 1000
    { t: "time", ms: (value.to_r * 1000).floor.to_s, micro: value.usec % 1000, nano: below.to_s,
      offset: value.utc? ? nil : value.utc_offset, zone: value.zone }
  end

  def pairs(hash)
    hash.to_a.map { |key, value| [tagged(key), tagged(value)] }
  end

  # A value as JSON that tells types apart.
  def tagged(value)
    case value
    when nil then { t: "none" }
    when true, false then { t: "bool", v: value }
    when Integer then { t: "int", v: value.to_s }
    when Float then { t: "float", bits: [value].pack("G").unpack1("H*") }
    when String then text(value)
    when Symbol then { t: "symbol", v: value.to_s.encode("UTF-8") }
    when Array then { t: "list", v: value.map { |item| tagged(item) } }
    when ActiveSupport::HashWithIndifferentAccess then { t: "indifferent", v: pairs(value) }
    when Hash then { t: "dict", v: pairs(value) }
    when Rack::Session::SessionId then { t: "session_id", v: value.public_id }
    else times(value)
    end
  end

  def times(value)
    if value.is_a?(ActiveSupport::TimeWithZone)
      return { t: "zoned", name: value.time_zone.name, offset: value.utc_offset, utc: time(value.utc) }
    end
    raise "no tag for #{value.class}" unless value.is_a?(Time)

    time(value)
  end

  # What JSON can hold, by names.
  def plain
    nested = (1..40).reduce("deep") { |inner, _| [inner] }
    {
      "nothing" => {}, "null" => { "a" => nil }, "booleans" => { "t" => true, "f" => false },
      "integers" => { "i" => [0, 1, -1, 122, 123, -123, -124, 255, 256, -128, -129, -256, -257, 65_535, 65_536] },
      "31 bits" => { "i" => [2**30 - 1, 2**30, -2**30, -2**30 - 1, 2**31, -2**31] },
      "53 bits" => { "i" => [2**53 - 1, 2**53, -2**53, 2**53 + 1] },
      "64 bits" => { "i" => [2**62, 2**63, 2**64, -(2**64), 10**60] },
      "large" => { "i" => 7**1000 },
      "floats" => { "f" => [0.5, -0.5, 0.1, 1.0, -0.0, 0.0, 100.0, 123_456_789.123] },
      "far floats" => { "f" => [1e15, 1e16, 1e20, 1e-4, 1e-5, 5e-324, 1.7976931348623157e308] },
      "the same float" => { "f" => [1.5, 1.5, 1e100, 1e100], "g" => 1.5 },
      "int and float" => { "a" => 1, "b" => 1.0, "c" => [2, 2.0] },
      "empty" => { "" => "", "a" => [], "h" => {} },
      "text" => { "t" => "Zoë € 😀", "ключ" => "значение" },
      "escapes" => { "t" => "\"\\/\b\f\n\r\t\u0000\u001f\u007f<>&'\u2028\u2029\ufeff" },
      "combining" => { "t" => "e\u0301 \u{1F468}\u200D\u{1F469}", "n" => "\u{10FFFF}\uFFFF" },
      "html" => { "<b>" => "<script>&amp;</script>" },
      "list" => { "l" => [1, "two", [3.5, [nil, [true]]]] },
      "nested" => { "a" => { "b" => { "c" => { "d" => "e" } } }, "l" => [{ "x" => 1 }, { "x" => 2 }] },
      "deep" => { "d" => nested },
      "keys like indices" => { "10" => 1, "a" => 2, "9" => 3, "01" => 4, "4294967295" => 5 },
      "dangerous keys" => { "__proto__" => { "a" => 1 }, "constructor" => 2, "toString" => 3, "length" => 4 },
      "many keys" => (1..120).to_h { |n| ["key#{n}", n] },
      "order" => { "z" => 1, "a" => 2, "m" => 3, "B" => 4 },
      "warden" => { "warden.user.user.key" => [[7], "$2a$12$abcdefghijklmnopqrstuv"] },
      "return to" => { "user_return_to" => "/orders?page=2&q=é", "locale" => "de" },
      "shared" => [{ "x" => [1] }].then { |one| { "a" => one, "b" => one } }
    }
  end

  # What else Marshal can hold.
  def marshaled
    list = []
    {
      "symbols" => { "s" => %i[a b a é é E encoding] },
      "symbol keys" => { "h" => { id: 7, name: "Zoë", "text" => 1 } },
      "other keys" => { "h" => { 1 => "a", 1.5 => "b", nil => "c", true => "d", [1] => "e", 2**70 => "f", 3.0 => "g" } },
      "specials" => { "f" => [Float::INFINITY, -Float::INFINITY, Float::NAN] },
      "binary" => { "b" => "\xFF\x00\x80".b, "e" => "".b },
      "other encodings" => { "j" => "あ".encode("Shift_JIS"), "k" => "い".encode("Shift_JIS"),
                             "u" => "é".encode("UTF-16LE"), "l" => "é".encode("ISO-8859-1") },
      "ascii" => { "a" => "plain".encode("US-ASCII") },
      "broken text" => { "b" => "a\xFFb".dup.force_encoding("UTF-8") },
      "links" => { "a" => list, "b" => list, "c" => { "d" => list } },
      "links behind numbers" => { "n" => [2**40, 2**40, 1.5, 1.5, 0.0, -0.0, -0.0], "a" => list, "b" => list },
      "utc" => { "t" => Time.at(1_700_000_000).utc },
      "milliseconds" => { "t" => Time.at(1_700_000_000, 123, :millisecond).utc },
      "microseconds" => { "t" => Time.at(1_700_000_000, 123_456).utc },
      "nanoseconds" => { "t" => Time.at(1_700_000_000, 123_456_789, :nsec).utc },
      "a third" => { "t" => Time.at(0, Rational(1, 3)).utc },
      "local" => { "t" => Time.at(1_700_000_000), "s" => Time.at(1_720_000_000) },
      "offset" => { "t" => Time.at(1_700_000_000).localtime("-09:30") },
      "old and new" => { "t" => [Time.utc(1), Time.utc(1800), Time.utc(1900), Time.utc(1969, 12, 31, 23, 59, 59),
                                 Time.utc(2000, 2, 29), Time.utc(9999, 12, 31), Time.utc(67_435), Time.utc(70_000)] },
      "zoned" => { "t" => Time.zone.at(1_700_000_000), "s" => Time.zone.at(Rational(17_000_000_005, 10)) },
      "zoned elsewhere" => { "t" => Time.at(1_700_000_000).in_time_zone("Eastern Time (US & Canada)"),
                             "u" => Time.at(1_700_000_000).in_time_zone("UTC") },
      "times and links" => { "t" => [Time.at(1).utc, Time.at(2), Time.zone.at(3)], "a" => list, "b" => list },
      "the same time" => Time.at(5).utc.then { |time| { "a" => time, "b" => time } },
      "indifferent" => { "h" => { a: 1, "b" => { c: 2 } }.with_indifferent_access },
      "session id" => { "id" => Rack::Session::SessionId.new("0123456789abcdef") },
      "long text" => { "t" => "x" * 300, "u" => "é" * 200 }
    }
  end
end
