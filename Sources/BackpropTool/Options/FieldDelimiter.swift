import ArgumentParser
import TensorFormats

/// The character between the fields of a CSV file: itself, or `tab`.
struct FieldDelimiter: ExpressibleByArgument {
  let character: Character

  init?(argument: String) {
    let text = argument == "tab" || argument == "\\t" ? "\t" : argument
    guard text.count == 1, let character = text.first, CSVOptions.isDelimiter(character) else {
      return nil
    }
    self.character = character
  }
}
