import CThreadPool
import CVectorMath
import XCTest

private let key: UInt64 = 0x299f_31d0_a409_3822
private let stream: UInt64 = 0x0370_7344_1319_8a2e

/// Longer than several chunks of a parallel fill, and no multiple of anything.
private let longCount = 70_003

private func filled<T>(_ count: Int, _ zero: T, _ body: (UnsafeMutablePointer<T>) -> Void) -> [T] {
  var result = [T](repeating: zero, count: count)
  result.withUnsafeMutableBufferPointer { if let base = $0.baseAddress { body(base) } }
  return result
}

/// One of the functions that draw, its results as bits.
private struct Drawing: Sendable {
  let name: String
  let wordsPerElement: Int
  let draw: @Sendable (_ position: UInt64, _ count: Int) -> [UInt64]

  static let all = [
    Drawing(name: "words", wordsPerElement: 1) { position, count in
      filled(count, 0) { bp_philox_words(key, stream, position, $0, count) }.map { UInt64($0) }
    },
    Drawing(name: "uniform f64", wordsPerElement: 2) { position, count in
      filled(count, 0) { bp_philox_uniform_f64(key, stream, position, $0, count) }
        .map { $0.bitPattern }
    },
    Drawing(name: "uniform f32", wordsPerElement: 1) { position, count in
      filled(count, 0) { bp_philox_uniform_f32(key, stream, position, $0, count) }
        .map { UInt64($0.bitPattern) }
    },
    Drawing(name: "bernoulli f64", wordsPerElement: 1) { position, count in
      filled(count, 0) { bp_philox_bernoulli_f64(key, stream, position, 0.3, 2.5, $0, count) }
        .map { $0.bitPattern }
    },
    Drawing(name: "bernoulli f32", wordsPerElement: 1) { position, count in
      filled(count, 0) { bp_philox_bernoulli_f32(key, stream, position, 0.3, 2.5, $0, count) }
        .map { UInt64($0.bitPattern) }
    },
    Drawing(name: "normal f64", wordsPerElement: 2) { position, count in
      filled(count, 0) { bp_philox_normal_f64(key, stream, position, $0, count) }
        .map { $0.bitPattern }
    },
    Drawing(name: "normal f32", wordsPerElement: 2) { position, count in
      filled(count, 0) { bp_philox_normal_f32(key, stream, position, $0, count) }
        .map { UInt64($0.bitPattern) }
    },
  ]
}

final class PhiloxTests: XCTestCase {
  private var isa = BP_ISA_BASELINE
  private var threadCount: Int32 = 1

  override func setUp() {
    isa = bp_current_isa()
    threadCount = bp_thread_count()
  }

  override func tearDown() {
    XCTAssertNotEqual(bp_force_isa(isa), 0)
    bp_set_thread_count(threadCount)
  }

  /// Runs the body with each instruction set that this processor has.
  private func forEachISA(_ body: (String) -> Void) {
    for isa in [BP_ISA_BASELINE, BP_ISA_V3, BP_ISA_V4] where bp_isa_is_supported(isa) != 0 {
      XCTAssertNotEqual(bp_force_isa(isa), 0)
      body(String(cString: bp_isa_name(isa)))
    }
  }

  // MARK: The generator

  /// The known answers of Random123 (kat_vectors, philox4x32 10).
  func testKnownAnswers() {
    let ones: UInt32 = 0xffff_ffff
    let vectors: [(counter: [UInt32], key: [UInt32], output: [UInt32])] = [
      ([0, 0, 0, 0], [0, 0], [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]),
      (
        [ones, ones, ones, ones], [ones, ones],
        [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]
      ),
      (
        [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0],
        [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
      ),
    ]
    for vector in vectors {
      let output = filled(4, UInt32(0)) { bp_philox_block(vector.counter, vector.key, $0) }
      XCTAssertEqual(output, vector.output)
    }
    // Two of them are blocks of streams.
    forEachISA { name in
      XCTAssertEqual(filled(4, 0) { bp_philox_words(0, 0, 0, $0, 4) }, vectors[0].output, name)
    }
  }

  /// Words are those of the blocks whose counters and key the header describes.
  func testWordsAreThoseOfBlocks() {
    let positions: [UInt64] = [0, 1, 2, 3, 1001, 1 << 34 - 7, 1 << 50 + 3, .max - 5]
    forEachISA { name in
      for position in positions {
        let count = 40
        let words = filled(count, UInt32(0)) {
          bp_philox_words(key, stream, position, $0, count)
        }
        let expected = (0..<count).map { offset -> UInt32 in
          let at = position &+ UInt64(offset)
          let block = at / 4
          let counter = [
            UInt32(truncatingIfNeeded: block), UInt32(block >> 32),
            UInt32(truncatingIfNeeded: stream), UInt32(stream >> 32),
          ]
          let keys = [UInt32(truncatingIfNeeded: key), UInt32(key >> 32)]
          return filled(4, UInt32(0)) { bp_philox_block(counter, keys, $0) }[Int(at % 4)]
        }
        XCTAssertEqual(words, expected, "\(name), position \(position)")
      }
    }
  }

  // MARK: The position alone decides a value

  func testSplitCallsEqualOne() {
    forEachISA { name in
      for drawing in Drawing.all {
        let whole = drawing.draw(0, 1000)
        for offset in 0...40 {
          let position = UInt64(offset * drawing.wordsPerElement)
          let parts =
            drawing.draw(0, offset) + drawing.draw(position, 517)
            + drawing.draw(position + UInt64(517 * drawing.wordsPerElement), 483 - offset)
          XCTAssertEqual(parts, whole, "\(drawing.name), \(name), split at \(offset)")
        }
        // Pairs of words may start anywhere.
        for start: UInt64 in [1, 2, 3, 5] {
          let shifted = drawing.draw(start, 900)
          let words = UInt64(drawing.wordsPerElement)
          XCTAssertEqual(
            drawing.draw(start + 411 * words, 489), Array(shifted[411...]),
            "\(drawing.name), \(name), from \(start)")
        }
      }
    }
  }

  func testInstructionSetsAndThreadCountsAgree() {
    for drawing in Drawing.all {
      for position: UInt64 in [0, 7] {
        bp_set_thread_count(1)
        XCTAssertNotEqual(bp_force_isa(BP_ISA_BASELINE), 0)
        let expected = drawing.draw(position, longCount)
        forEachISA { name in
          for threads: Int32 in [1, 2, 3] {
            bp_set_thread_count(threads)
            XCTAssertTrue(
              drawing.draw(position, longCount) == expected,
              "\(drawing.name), \(name), \(threads) threads, position \(position)")
          }
        }
      }
    }
  }

  func testConversionsOfWords() {
    let count = 1000
    let words = filled(2 * count, UInt32(0)) { bp_philox_words(key, stream, 4, $0, 2 * count) }
    let pairs = (0..<count).map { UInt64(words[2 * $0 + 1]) << 32 | UInt64(words[2 * $0]) }
    XCTAssertEqual(
      filled(count, 0) { bp_philox_uniform_f64(key, stream, 4, $0, count) },
      pairs.map { Double($0 >> 11) * 0x1p-53 })
    XCTAssertEqual(
      filled(count, 0) { bp_philox_uniform_f32(key, stream, 4, $0, count) },
      words[..<count].map { Float($0 >> 8) * 0x1p-24 })
    XCTAssertEqual(
      filled(count, 0) { bp_philox_bernoulli_f64(key, stream, 4, 0.25, 3, $0, count) },
      words[..<count].map { Double($0) * 0x1p-32 < 0.25 ? 3 : 0 })
    let p = pairs.map { (Double($0 >> 12) + 0.5) * 0x1p-52 }
    XCTAssertEqual(
      filled(count, 0) { bp_philox_normal_f64(key, stream, 4, $0, count) },
      filled(count, 0) { bp_normal_quantile_f64(p, $0, count) })
  }

  func testOtherKeysAndStreamsGiveOtherWords() {
    let words = [(1, 1), (2, 1), (1, 2), (1 << 32, 1), (1, 1 << 32)].map { (key, stream) in
      filled(100, UInt32(0)) { bp_philox_words(key, stream, 0, $0, 100) }
    }
    XCTAssertEqual(Set(words).count, words.count)
  }

  func testNothingIsWrittenBeyondTheCount() {
    for drawing in Drawing.all { XCTAssertEqual(drawing.draw(3, 0), [], drawing.name) }
    for count in [0, 1, 3, 5, 31, 513] {
      let values = filled(count + 1, -1.0) { bp_philox_uniform_f64(key, stream, 0, $0, count) }
      XCTAssertEqual(values[count], -1)
      let normals = filled(count + 1, Float(-9)) {
        bp_philox_normal_f32(key, stream, 0, $0, count)
      }
      XCTAssertEqual(normals[count], -9)
    }
  }

  // MARK: Distributions

  private let samples = 1_000_000

  /// Chi-square of 100 equally likely classes has 99 degrees of freedom: mean 99, deviation 14.
  private func assertUniform(_ values: [Double], _ name: String) {
    let n = Double(values.count)
    XCTAssertTrue(values.allSatisfy { $0 >= 0 && $0 < 1 }, name)
    let mean = values.reduce(0, +) / n
    XCTAssertEqual(mean, 0.5, accuracy: 5 * (1 / (12 * n)).squareRoot(), name)
    let variance = values.reduce(0) { $0 + ($1 - 0.5) * ($1 - 0.5) } / n
    XCTAssertEqual(variance, 1.0 / 12, accuracy: 5 * (1 / (180 * n)).squareRoot(), name)
    var classes = [Double](repeating: 0, count: 100)
    for value in values { classes[min(Int(value * 100), 99)] += 1 }
    let expected = n / 100
    let chiSquare = classes.reduce(0) { $0 + ($1 - expected) * ($1 - expected) / expected }
    XCTAssertGreaterThan(chiSquare, 50, name)
    XCTAssertLessThan(chiSquare, 170, name)
  }

  func testUniform() {
    let doubles = filled(samples, 0.0) { bp_philox_uniform_f64(1, 2, 0, $0, samples) }
    assertUniform(doubles, "double")
    // The low bits, too: 2^20 u modulo 1.
    assertUniform(
      doubles.map { ($0 * 0x1p20).truncatingRemainder(dividingBy: 1) }, "low bits of double")
    let floats = filled(samples, Float(0)) { bp_philox_uniform_f32(3, 4, 0, $0, samples) }
    assertUniform(floats.map(Double.init), "float")
    // Neighbours are not correlated: the mean of the products has deviation 1/12 / sqrt(n).
    let products = zip(doubles, doubles.dropFirst()).reduce(0) {
      $0 + ($1.0 - 0.5) * ($1.1 - 0.5)
    }
    XCTAssertEqual(products / Double(samples), 0, accuracy: 5.0 / 12 / 1000)
  }

  func testBernoulli() {
    let n = Double(samples)
    for probability in [1e-4, 0.1, 0.5, 0.8, 0.999] {
      let tolerance = 5 * (probability * (1 - probability) / n).squareRoot()
      let doubles = filled(samples, -1.0) {
        bp_philox_bernoulli_f64(5, 6, 0, probability, 1.25, $0, samples)
      }
      XCTAssertTrue(doubles.allSatisfy { $0 == 0 || $0 == 1.25 })
      XCTAssertEqual(
        Double(doubles.filter { $0 != 0 }.count) / n, probability, accuracy: tolerance)
      let floats = filled(samples, Float(-1)) {
        bp_philox_bernoulli_f32(5, 6, 0, probability, 1.25, $0, samples)
      }
      XCTAssertTrue(zip(floats, doubles).allSatisfy { Double($0) == $1 }, "the same elements")
    }
  }

  func testBernoulliLimits() {
    func count(_ probability: Double) -> Int {
      filled(10_000, -1.0) { bp_philox_bernoulli_f64(7, 8, 1, probability, 2, $0, 10_000) }
        .reduce(0) { $0 + ($1 == 2 ? 1 : $1 == 0 ? 0 : -10_000) }
    }
    forEachISA { name in
      XCTAssertEqual(count(0), 0, name)
      XCTAssertEqual(count(-1), 0, name)
      XCTAssertEqual(count(.nan), 0, name)
      XCTAssertEqual(count(1), 10_000, name)
      XCTAssertEqual(count(2), 10_000, name)
    }
    // The limit is exact: a word w is taken for probabilities above w 2^-32 only.
    let word = filled(1, UInt32(0)) { bp_philox_words(7, 8, 1, $0, 1) }[0]
    let exact = Double(word) * 0x1p-32
    for (probability, expected) in [(exact, 0.0), (exact.nextUp, 1.0)] {
      XCTAssertEqual(
        filled(1, -1) { bp_philox_bernoulli_f64(7, 8, 1, probability, 1, $0, 1) }, [expected])
    }
  }

  // MARK: The normal distribution

  private func quantile(_ p: [Double]) -> [Double] {
    filled(p.count, 0) { bp_normal_quantile_f64(p, $0, p.count) }
  }

  /// The first three are those of the AS 241 paper, to its digits. The others were computed with
  /// mpmath 1.3.0 in 60 digits (Newton's method on erfc), and agree with scipy.stats.norm.ppf of
  /// SciPy 1.17.1 to 3e-16 where that was compared, from 1e-300 on.
  private let quantiles: [(p: Double, x: Double)] = [
    (0.25, -0.6744897501960817), (0.001, -3.090232306167814), (1e-20, -9.262340089798408),
    (0x1p-1074, -38.467405617144346), (0x1p-1040, -37.850225772271675),
    (2.2250738585072014e-308, -37.5193793471445), (1e-300, -37.047096299361199),
    (1e-100, -21.273453560965324), (1.1102230246251565e-16, -8.2095361516013869),
    (1e-12, -7.0344838253011319), (1.3e-11, -6.6676114565107408),
    (1.388794386496402e-11, -6.6579046435011036), (1.4e-11, -6.6567230915181836),
    (1e-8, -5.6120012441747887), (1e-5, -4.2648907939228246), (0.01, -2.3263478740408411),
    (0.05, -1.6448536269514727), (0.07499999999999998, -1.439531470938456),
    (0.075, -1.4395314709384559), (0.0751, -1.43882539275254), (0.1, -1.2815515655446004),
    (0.4, -0.25334710313579974), (0.49, -0.025068908258711058),
    (0.4999, -0.00025066283008800749), (0.4999999990686774, -2.3344794983332981e-9),
    (0.49999999999999994, -1.3914582123358835e-16),
    (0.5000000000000001, 2.7829164246717669e-16), (0.501, 0.0025066308995717662),
    (0.6, 0.25334710313579974), (0.75, 0.67448975019608174), (0.9, 1.2815515655446006),
    (0.925, 1.4395314709384562), (0.9250001, 1.4395321773759005), (0.95, 1.6448536269514723),
    (0.99, 2.3263478740408408), (0.9999, 3.7190164854557084), (0.999999999, 5.9978070196016374),
    (0.9999999999990905, 7.0477002566644087), (0.9999999999999999, 8.2095361516013869),
  ]

  func testQuantileValues() {
    forEachISA { name in
      let x = quantile(quantiles.map(\.p))
      for (x, reference) in zip(x, quantiles) {
        XCTAssertEqual(
          x, reference.x, accuracy: 1e-15 * abs(reference.x), "\(name), p = \(reference.p)")
      }
    }
  }

  func testQuantileLimits() {
    forEachISA { name in
      XCTAssertEqual(quantile([0, 1, 0.5, -0.0]), [-.infinity, .infinity, 0, -.infinity], name)
      let invalid = quantile([-0.1, 1.1, .nan, .infinity, -.infinity, -0x1p-1074])
      XCTAssertTrue(invalid.allSatisfy(\.isNaN), name)
    }
  }

  /// A value depends on its argument alone, not on its neighbours or its place.
  func testQuantileOfEachElement() {
    forEachISA { name in
      var p = (0..<2000).map { Double($0) / 1999 }
      p += [1e-11, 1e-12, 1.38e-11, 1.39e-11, 1e-200, 0x1p-1074, 1 - 1e-12, 0.075, 0.925]
      p.shuffle()
      let together = quantile(p)
      XCTAssertEqual(together, p.map { quantile([$0])[0] }, name)
      XCTAssertEqual(
        filled(p.count, 0) {
          $0.update(from: p, count: p.count)
          bp_normal_quantile_f64($0, $0, p.count)
        }, together, "\(name), in place")
      let sorted = quantile(p.sorted())
      XCTAssertEqual(sorted, sorted.sorted(), "\(name), monotonic")
    }
  }

  func testQuantileIsOdd() {
    // 1 - p is exact for these.
    let p = (1..<4096).map { Double($0) * 0x1p-12 } + [0x1p-53, 0x1p-40, 3 * 0x1p-50]
    XCTAssertEqual(quantile(p), quantile(p.map { 1 - $0 }).map { -$0 })
  }

  func testNormal() {
    let n = Double(samples)
    let values = filled(samples, 0.0) { bp_philox_normal_f64(9, 10, 0, $0, samples) }
    XCTAssertTrue(values.allSatisfy(\.isFinite))
    // Deviations of the mean powers: sqrt(mu_2k - mu_k^2) with mu = 1, 3, 15, 105 for 2, 4, 6, 8.
    let moments: [(power: Int, value: Double, variance: Double)] = [
      (1, 0, 1), (2, 1, 2), (3, 0, 15), (4, 3, 96),
    ]
    for moment in moments {
      let mean =
        values.reduce(0) { sum, x in
          sum + (0..<moment.power).reduce(1) { power, _ in power * x }
        } / n
      XCTAssertEqual(
        mean, moment.value, accuracy: 5 * (moment.variance / n).squareRoot(),
        "power \(moment.power)")
    }
    // Two-sided tail beyond 3: 0.0026998.
    let tail = Double(values.filter { abs($0) > 3 }.count) / n
    XCTAssertEqual(tail, 0.0026998, accuracy: 5 * (0.0026998 / n).squareRoot())

    let floats = filled(samples, Float(0)) { bp_philox_normal_f32(9, 10, 0, $0, samples) }
    XCTAssertTrue(zip(floats, values).allSatisfy { $0 == Float($1) })
  }
}
