/// Where a field stands in the window of a `CSVScanner`.
struct CSVField {
  /// The bytes, without the quotes around them; valid until the next record is read.
  var range: Range<Int>
  /// The line that it begins on.
  var line: Int
  var isQuoted = false
  var hasDoubledQuotes = false
}
