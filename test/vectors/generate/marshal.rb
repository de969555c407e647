# frozen_string_literal: true

# Makes the vectors of Ruby's Marshal: dumps of plain data, and of what is none.
#
#     ruby test/vectors/generate/marshal.rb | gzip -9n > test/vectors/languages/marshal.json.gz
#     ruby test/vectors/generate/marshal.rb read < dumps.json > values.json
#
# The second reads a list of dumps in hexadecimal, and tells the values. The recorded file was made by Ruby 3.1.2 with
# activesupport 6.1.7.10 and rack 2.2.22.

require_relative "ruby_values"
require "set"
require "date"
require "bigdecimal"

class Other
  def initialize
    @a = 1
  end
end

class Dumped
  def _dump(_level)
    "abc"
  end

  def self._load(_text)
    raise "loaded"
  end
end

class Remade
  def marshal_dump
    [1]
  end

  def marshal_load(_value)
    raise "loaded"
  end
end

class Text < String; end
class List < Array; end
class Table < Hash; end
Pair = Struct.new(:one, :other)

def circle
  [].tap { |list| list << list }
end

def hash_circle
  {}.tap { |hash| hash["self"] = hash }
end

def with_variable(value)
  value.tap { value.instance_variable_set(:@note, 1) }
end

# What is no plain data, by names.
def refused
  {
    "an object" => Other.new, "a class" => Other, "a module" => Kernel, "a struct" => Pair.new(1, 2),
    "a set" => Set.new([1]), "a range" => (1..2), "a pattern" => /a/, "a rational" => Rational(1, 3),
    "a complex number" => Complex(1, 2), "a date" => Date.new(2024, 1, 1), "a datetime" => DateTime.new(2024, 1, 1),
    "a decimal" => BigDecimal("1.5"), "an error" => RuntimeError.new("a"), "what dumps itself" => Dumped.new,
    "what is remade" => Remade.new, "a text of a class" => Text.new("a"), "a list of a class" => List.new([1]),
    "a hash of a class" => Table.new.merge("a" => 1), "a safe text" => "<b>".html_safe,
    "a default" => Hash.new(1), "a default and keys" => Hash.new("x").merge("a" => 1),
    "by identity" => {}.compare_by_identity.merge("a" => 1), "extended" => "a".dup.extend(Enumerable),
    "a circle" => circle, "a circle of hashes" => hash_circle, "a text with more" => with_variable(+"a"),
    "a duration" => 5.minutes, "an ordered hash" => ActiveSupport::OrderedHash[[["a", 1]]],
    "too many keys" => (1..1001).to_h { |n| [n.to_s, n] }, "too deep" => (1..600).reduce(1) { |inner, _| [inner] },
    "a symbol of bytes" => "\xFF".b.to_sym, "a symbol of Shift_JIS" => "あ".encode("Shift_JIS").to_sym,
    "1 and 1.0" => { 1 => "a", 1.0 => "b" }, "a subnanosecond" => with_variable(Time.at(1).utc)
  }
end

# What Ruby cannot read either, or reads leniently and never writes.
MALFORMED = {
  "nothing" => "", "a version alone" => "0408", "another version" => "040930", "an older version" => "040730",
  "no type" => "0408ff", "a text cut off" => "04082208", "a long text cut off" => "04082202ffff41",
  "a negative size" => "040822fa41", "an array cut off" => "04085b06", "a huge array" => "04085b04ffffff3f",
  "a hash cut off" => "04087b0630", "a link to nothing" => "04084006", "a link to itself" => "04085b064000",
  "a symbol link to nothing" => "04083b00", "a number of no digits" => "04086600",
  "a hexadecimal number" => "0408660930783130", "spaces around a number" => "04086608203120",
  "a big number without sign" => "04086c3006ffff", "more behind" => "04083030", "pairs of nothing" => "0408490006",
  "a time of four bytes" => "040849753a0954696d6509c0ffffff063a097a6f6e6530",
  "a time of no month" => "040849753a0954696d650dffff1fc000000000063a097a6f6e6530",
  "a text with two encodings" => "040849220661073a0645543a0d656e636f64696e67220a5554462d38",
  "a symbol of no text" => "0408493a06ff063a064554",
  "an id of nothing" => "04086f3a225261636b3a3a53657373696f6e3a3a53657373696f6e496400",
  "an indifferent text" => "0408433a2d416374697665537570706f72743a3a4861736857697468496e646966666572656e744163636573732200",
  "a key twice" => "04087b0749220661063a064554690649220661063b00546907"
}.freeze

def vectors
  accepted = RubyValues.plain.merge(RubyValues.marshaled).map do |name, value|
    { name: name, hex: Marshal.dump(value).unpack1("H*"), accepted: true, data: RubyValues.tagged(value) }
  end
  others = refused.map { |name, value| { name: name, hex: Marshal.dump(value).unpack1("H*"), accepted: false } }
  accepted + others + MALFORMED.map { |name, hex| { name: name, hex: hex, accepted: false } }
end

if ARGV[0] == "read"
  dumps = JSON.parse($stdin.read)
  puts JSON.generate(dumps.map { |hex| RubyValues.tagged(Marshal.load([hex].pack("H*"))) })
else
  puts JSON.generate({ "ruby" => RUBY_VERSION, "vectors" => vectors })
end
