/// What becomes of fields that hold no number: empty ones, and those that hold a marker
/// (`CSVOptions.missingMarkers`).
///
/// What depends on the data, as the mean of the column, is for the preprocessing: read NaN, and replace
/// them by what the training part says.
public enum CSVMissingValues: Sendable, Hashable {
  /// They are an error, the default; so are the markers.
  case error
  /// The row is left out; so is one without a label.
  case dropRow
  /// They become NaN.
  case nan
  /// They become this number.
  case constant(Double)
}
