// Feeds damaged files to every reader: whatever the bytes are, they must be read or refused.
//
//   FormatFuzzer corpus inputs seed [reader]    mutate the files of the folder
//   FormatFuzzer --replay reader file           read one file

import Foundation
import LinearAlgebra

func stop(_ message: String) -> Never {
  FileHandle.standardError.write(Data((message + "\n").utf8))
  exit(1)
}

/// The most memory that the process has had, in bytes.
func peakMemory() -> Int {
  var usage = rusage()
  getrusage(RUSAGE_SELF.rawValue, &usage)
  return Int(usage.ru_maxrss) * 1024
}

let arguments = Array(CommandLine.arguments.dropFirst())
let usage = "usage: FormatFuzzer corpus inputs seed [reader] | --replay reader file"

if arguments.count == 3, arguments[0] == "--replay" {
  guard let target = Target.all.first(where: { $0.name == arguments[1] }),
    let data = FileManager.default.contents(atPath: arguments[2])
  else { stop(usage) }
  print(target.read([UInt8](data)) ? "read" : "refused")
  exit(0)
}

guard arguments.count >= 3, let inputs = Int(arguments[1]), let seed = UInt64(arguments[2]) else {
  stop(usage)
}
let folder = URL(fileURLWithPath: arguments[0])
let files = ((try? FileManager.default.contentsOfDirectory(atPath: arguments[0])) ?? []).sorted()
let targets = Target.all.filter { arguments.count < 4 || $0.name == arguments[3] }
guard !targets.isEmpty, !files.isEmpty else { stop(usage) }

// The input that is being read: what a crash leaves behind.
let lastPath = FileManager.default.temporaryDirectory
  .appendingPathComponent("backprop-fuzz-\(getpid())").path
let last = open(lastPath, O_RDWR | O_CREAT | O_TRUNC, 0o600)
guard last >= 0 else { stop("can't write \(lastPath)") }
print("seed \(seed); a crash leaves its input in \(lastPath)")

for (stream, target) in Target.all.enumerated()
where targets.contains(where: { $0.name == target.name }) {
  let seeds = files.filter { file in target.suffixes.contains { file.hasSuffix($0) } }
    .compactMap { FileManager.default.contents(atPath: folder.appendingPathComponent($0).path) }
    .map { [UInt8]($0) }
  guard !seeds.isEmpty else { stop("no files for \(target.name) in \(arguments[0])") }
  var mutator = Mutator(seeds, seed: seed, stream: UInt64(stream))
  var accepted = 0
  for number in 0..<inputs {
    // A reader that hangs is stopped.
    if number % 1000 == 0 { alarm(300) }
    let bytes = mutator.next()
    guard ftruncate(last, 0) == 0, pwrite(last, bytes, bytes.count, 0) == bytes.count else {
      stop("can't write \(lastPath)")
    }
    if target.read(bytes) { accepted += 1 }
  }
  let megabytes = peakMemory() >> 20
  print(
    "\(target.name): \(inputs) inputs of \(seeds.count) files, \(accepted) read, "
      + "\(inputs - accepted) refused; at most \(megabytes) MB")
  // At once, also where the output goes to a file.
  fflush(nil)
  // Else the readers' promises about what they read were never asked for.
  if accepted == 0 { stop("\(target.name): no input was read") }
  // Small files ask for little memory, with the sanitizer's own included.
  if megabytes > 1024 { stop("\(target.name): took \(megabytes) MB of memory") }
}
alarm(0)
unlink(lastPath)
