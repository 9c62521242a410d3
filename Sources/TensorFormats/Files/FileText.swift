// Text of a file as it is shown to people.

extension String {
  /// The text without what would move a terminal's cursor.
  package var printable: String {
    var shown = ""
    for scalar in unicodeScalars {
      let isControl = scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value)
      shown.unicodeScalars.append(isControl ? "\u{fffd}" : scalar)
    }
    return shown
  }

  /// The printable text in quotes, shortened: for messages.
  package var quoted: String {
    let most = 32
    let isLong = !unicodeScalars.dropFirst(most).isEmpty
    return "\"" + String(unicodeScalars.prefix(most)).printable + (isLong ? "..." : "") + "\""
  }
}

extension [String] {
  /// The first names in quotes, and how many more there are: for messages.
  package var quotedList: String {
    let most = 12
    return prefix(most).map(\.quoted).joined(separator: ", ")
      + (count > most ? " and \(count - most) more" : "")
  }
}
