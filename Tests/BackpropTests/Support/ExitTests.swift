import Testing

/// Expects that a program which was stopped printed these words to standard error.
func expectMessage(
  _ result: ExitTest.Result?, says words: String...,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
  for word in words {
    #expect(message.contains(word), "in: \(message)", sourceLocation: sourceLocation)
  }
}
