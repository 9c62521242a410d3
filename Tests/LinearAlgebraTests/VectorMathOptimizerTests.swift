import CVectorMath
import XCTest

/// The rules of optimizers, in each instruction set, against the same formulas in Double.
final class VectorMathOptimizerTests: XCTestCase {
  /// A parameter, and what is remembered of it.
  private struct Place {
    var p: Double
    var s: Double
    var t: Double
    var u: Double
  }

  private struct Rule {
    let name: String
    let rule: bp_rule
    var hasT = true
    var hasU = false
    var settings = StepSettings()
    /// The change of a place by a gradient, to which weight decay has been added.
    let step: (inout Place, Double, StepSettings) -> Void
  }

  private static func sign(_ x: Double) -> Double { x > 0 ? 1 : (x < 0 ? -1 : 0) }

  private static func moments(_ x: inout Place, _ g: Double, _ o: StepSettings) {
    x.s = o.decay1 * x.s + (1 - o.decay1) * g
    x.t = o.decay2 * x.t + (1 - o.decay2) * g * g
  }

  private let rules: [Rule] = [
    Rule(name: "asgd", rule: BP_RULE_ASGD, hasT: false) { x, g, o in
      x.p = o.shrink * x.p - o.rate * g
      x.s += o.scale1 * (x.p - x.s)
    },
    Rule(
      name: "asgd before averaging", rule: BP_RULE_ASGD, hasT: false,
      settings: StepSettings(scale1: 1)
    ) { x, g, o in
      x.p = o.shrink * x.p - o.rate * g
      x.s = x.p
    },
    Rule(name: "adagrad", rule: BP_RULE_ADAGRAD, hasT: false) { x, g, o in
      x.s += g * g
      x.p -= o.rate * g / (x.s.squareRoot() + o.epsilon)
    },
    Rule(name: "adadelta", rule: BP_RULE_ADADELTA) { x, g, o in
      x.s = o.decay1 * x.s + (1 - o.decay1) * g * g
      let change = ((x.t + o.epsilon) / (x.s + o.epsilon)).squareRoot() * g
      x.t = o.decay1 * x.t + (1 - o.decay1) * change * change
      x.p -= o.rate * change
    },
    Rule(name: "rmsprop", rule: BP_RULE_RMSPROP, hasT: false) { x, g, o in
      x.s = o.decay1 * x.s + (1 - o.decay1) * g * g
      x.p -= o.rate * g / (x.s.squareRoot() + o.epsilon)
    },
    Rule(name: "rmsprop with momentum", rule: BP_RULE_RMSPROP, hasT: false, hasU: true) {
      x, g, o in
      x.s = o.decay1 * x.s + (1 - o.decay1) * g * g
      x.u = o.decay2 * x.u + g / (x.s.squareRoot() + o.epsilon)
      x.p -= o.rate * x.u
    },
    Rule(name: "centered rmsprop", rule: BP_RULE_RMSPROP) { x, g, o in
      x.s = o.decay1 * x.s + (1 - o.decay1) * g * g
      x.t = o.decay1 * x.t + (1 - o.decay1) * g
      x.p -= o.rate * g / ((x.s - x.t * x.t).squareRoot() + o.epsilon)
    },
    Rule(name: "centered rmsprop with momentum", rule: BP_RULE_RMSPROP, hasU: true) { x, g, o in
      x.s = o.decay1 * x.s + (1 - o.decay1) * g * g
      x.t = o.decay1 * x.t + (1 - o.decay1) * g
      x.u = o.decay2 * x.u + g / ((x.s - x.t * x.t).squareRoot() + o.epsilon)
      x.p -= o.rate * x.u
    },
    Rule(
      name: "rprop", rule: BP_RULE_RPROP,
      settings: StepSettings(weightDecay: 0, decay1: 0.25, decay2: 1)
    ) { x, g, o in
      let product = g * x.s
      x.t *= product > 0 ? o.scale1 : (product < 0 ? o.scale2 : 1)
      x.t = min(max(x.t, o.decay1), o.decay2)
      x.s = product < 0 ? 0 : g
      x.p -= o.rate * sign(x.s) * x.t
    },
    Rule(name: "adamax", rule: BP_RULE_ADAMAX) { x, g, o in
      x.s = o.decay1 * x.s + (1 - o.decay1) * g
      x.t = max(o.decay2 * x.t, abs(g) + o.epsilon)
      x.p -= o.rate * o.scale1 * x.s / x.t
    },
    Rule(name: "amsgrad", rule: BP_RULE_AMSGRAD, hasU: true) { x, g, o in
      moments(&x, g, o)
      x.u = max(x.u, x.t)
      x.p =
        o.shrink * x.p - o.rate * o.scale1 * x.s
        / (x.u.squareRoot() * o.rootScale + o.epsilon)
    },
    Rule(name: "nadam", rule: BP_RULE_NADAM) { x, g, o in
      moments(&x, g, o)
      let step = o.scale1 * g + o.scale2 * x.s
      x.p = o.shrink * x.p - o.rate * step / (x.t.squareRoot() * o.rootScale + o.epsilon)
    },
    Rule(name: "radam", rule: BP_RULE_RADAM) { x, g, o in
      moments(&x, g, o)
      x.p = o.shrink * x.p - o.rate * o.scale1 * x.s / (x.t.squareRoot() + o.epsilon)
    },
    Rule(name: "radam at first", rule: BP_RULE_RADAM, settings: StepSettings(scale2: 0)) {
      x, g, o in
      moments(&x, g, o)
      x.p = o.shrink * x.p - o.rate * o.scale1 * x.s
    },
    Rule(name: "lion", rule: BP_RULE_LION, hasT: false) { x, g, o in
      let direction = sign(o.decay1 * x.s + (1 - o.decay1) * g)
      x.s = o.decay2 * x.s + (1 - o.decay2) * g
      x.p = o.shrink * x.p - o.rate * direction
    },
  ]

  func testRules() {
    XCTAssertEqual(Set(rules.map(\.rule.rawValue)), Set(0..<BP_RULE_COUNT.rawValue))
    withEachInstructionSet { isa in
      check(Double.self, "double, \(isa)")
      check(Float.self, "float, \(isa)")
    }
  }

  private func check<T: KernelScalar>(_ type: T.Type, _ isa: String) {
    for rule in rules {
      for n in [0, 1, 7, 17, 65, 1000, 9000] { check(type, rule, n, "\(isa) \(rule.name) \(n)") }
    }
  }

  private func check<T: KernelScalar>(_ type: T.Type, _ rule: Rule, _ n: Int, _ name: String) {
    let o = rule.settings
    let p: [T] = randomVector(n, seed: 7)
    let g: [T] = randomVector(n, seed: 8)
    // Such that no mean of squares is below the square of the mean.
    let s: [T] = randomVector(n, in: 4...6, seed: 9)
    let t: [T] = randomVector(n, in: 0...1, seed: 10)
    let u: [T] = randomVector(n, in: 0...5, seed: 11)
    let expected = (0..<n).map { i in
      var place = Place(p: Double(p[i]), s: Double(s[i]), t: Double(t[i]), u: Double(u[i]))
      rule.step(&place, Double(g[i]) + o.weightDecay * Double(p[i]), o)
      return place
    }
    var (newP, newS, newT, newU) = (p, s, t, u)
    step(rule, &newP, g, &newS, &newT, &newU, n)
    assertClose(newP, expected.map(\.p), errors: 32, scale: 4, name)
    assertClose(newS, expected.map(\.s), scale: 4, name + " s")
    assertClose(newT, rule.hasT ? expected.map(\.t) : t.map { Double($0) }, scale: 4, name + " t")
    assertClose(newU, rule.hasU ? expected.map(\.u) : u.map { Double($0) }, scale: 4, name + " u")
    checkPositions(rule, (p, g, s, t, u), (newP, newS, newT, newU), name)
  }

  /// An element alone has the bits that it has among others.
  private func checkPositions<T: KernelScalar>(
    _ rule: Rule, _ old: ([T], [T], [T], [T], [T]), _ new: ([T], [T], [T], [T]), _ name: String
  ) {
    let n = old.0.count
    for i in stride(from: 0, to: n, by: max(1, n / 97)) {
      var (p, s, t, u) = ([old.0[i]], [old.2[i]], [old.3[i]], [old.4[i]])
      step(rule, &p, [old.1[i]], &s, &t, &u, 1)
      XCTAssertEqual([p[0], s[0], t[0], u[0]], [new.0[i], new.1[i], new.2[i], new.3[i]], name)
    }
  }

  private func step<T: KernelScalar>(
    _ rule: Rule, _ p: inout [T], _ g: [T], _ s: inout [T], _ t: inout [T], _ u: inout [T],
    _ n: Int
  ) {
    p.withUnsafeMutableBufferPointer { p in
      s.withUnsafeMutableBufferPointer { s in
        t.withUnsafeMutableBufferPointer { t in
          u.withUnsafeMutableBufferPointer { u in
            guard let start = p.baseAddress else { return }
            T.kernels.optimizerStep(
              rule.rule, start, g, s.baseAddress, rule.hasT ? t.baseAddress : nil,
              rule.hasU ? u.baseAddress : nil, rule.settings, n)
          }
        }
      }
    }
  }

  /// NaN in a gradient is not lost in a comparison.
  func testNaNPropagates() {
    withEachInstructionSet { isa in
      for rule in rules {
        var p: [Double] = [1, 1]
        var (s, t, u) = ([5.0, 5.0], [0.5, 0.5], [1.0, 1.0])
        step(rule, &p, [.nan, 1], &s, &t, &u, 2)
        XCTAssertTrue(p[0].isNaN, "\(isa) \(rule.name)")
        XCTAssertFalse(p[1].isNaN, "\(isa) \(rule.name)")
      }
    }
  }
}
