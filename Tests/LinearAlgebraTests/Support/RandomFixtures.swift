// Made by Fixtures/make_random_fixtures.py.

/// The first values of a stream.
struct StreamFixture {
  let seed: UInt64
  let stream: UInt64
  let numbers: [UInt64]
  let uniformDoubles: [Double]
  let uniformFloats: [Float]
  let normals: [Double]
  let numbersBelow100: [Int]
  let permutationOf8: [Int]
  /// Seed and stream of the first two splits.
  let splits: [[UInt64]]

  static let all = [
    StreamFixture(
      seed: 0x0, stream: 0x0,
      numbers: [
        0xe169c58d6627e8d5, 0x9b00dbd8bc57ac4c, 0x5cb200dbf8e4cca4,
        0x097eff67b1a574eb, 0x51c732a604faa329, 0x459135e4241513ad,
      ],
      uniformDoubles: [
        0.8805201978886142, 0.6054818538799213, 0.36209111566940344,
        0.037094080749417335, 0.3194457679100915, 0.271746986578439,
      ],
      uniformFloats: [
        0.3990464210510254, 0.8805201649665833, 0.7357127666473389,
        0.6054818034172058, 0.9722411632537842, 0.362091064453125,
      ],
      normals: [
        1.1775912390542729, 0.26756224953309987, -0.3528748966016183,
        -1.785451191677237, -0.46924918026737256, -0.607537938377432,
      ],
      numbersBelow100: [88, 60, 36, 3, 31, 27],
      permutationOf8: [3, 5, 6, 1, 0, 2, 4, 7],
      splits: [
        [0xdfb9980ff3ce744d, 0x25d142525a7caad1],
        [0x57a31faa24edf6eb, 0x10c15fb299bff053],
      ]),
    StreamFixture(
      seed: 0x2a, stream: 0x0,
      numbers: [
        0x77f5493b9ceaf053, 0x5742b3d712bf50ad, 0x53ba6cfdfcdb2127,
        0x744e06fb838f5a6e, 0xa8875dcbd36c0225, 0xc609a5599a4d6d99,
      ],
      uniformDoubles: [
        0.4685865183391049, 0.34086154938517876, 0.32706338120338474,
        0.4543156017348883, 0.6583155272123093, 0.7735846847302149,
      ],
      uniformFloats: [
        0.6129598617553711, 0.4685865044593811, 0.07323169708251953,
        0.3408614993095398, 0.9877186417579651, 0.32706332206726074,
      ],
      normals: [
        -0.07882346885253179, -0.41011294279565147, -0.44803662789792775,
        -0.11476523741853367, 0.40787023580530973, 0.7507043067685636,
      ],
      numbersBelow100: [46, 34, 32, 45, 65, 77],
      permutationOf8: [0, 5, 7, 4, 6, 1, 2, 3],
      splits: [
        [0x176438358f40bd76, 0xd013aba56fae237c],
        [0x5d269a901873f302, 0x38da02b29c6307b6],
      ]),
    StreamFixture(
      seed: 0x299f31d0a4093822, stream: 0x370734413198a2e,
      numbers: [
        0x61bd7780b60a410e, 0x3d51eb3fa53f3958, 0x0ab83527314ddb4b,
        0x3fc8cf4c9fc3cabe, 0x02e1503d84c5a1a3, 0x5ef8e495a70f2831,
      ],
      uniformDoubles: [
        0.3817972840534276, 0.2395312338242065, 0.041873285358909995,
        0.24915786381440264, 0.0112505102340692, 0.37098530439021415,
      ],
      uniformFloats: [
        0.7110939621925354, 0.38179725408554077, 0.6454959511756897,
        0.23953121900558472, 0.1925942301750183, 0.041873276233673096,
      ],
      normals: [
        -0.3007638606992458, -0.7078112685352077, -1.7293494533998721,
        -0.6771422135505406, -2.2818022064457, -0.3292448721587645,
      ],
      numbersBelow100: [38, 23, 4, 24, 1, 37],
      permutationOf8: [2, 7, 4, 5, 6, 0, 1, 3],
      splits: [
        [0xc2e9a419d80e0f45, 0xaec3a5931cb1d6f3],
        [0x1f73c1a214b24ffd, 0xeb6460cc459c31d9],
      ]),
  ]
}

/// Mean and variance of the standard normal distribution between two bounds.
struct TruncatedNormalFixture {
  let low: Double
  let high: Double
  let mean: Double
  let variance: Double

  static let all = [
    TruncatedNormalFixture(
      low: -1, high: 1, mean: 0.0, variance: 0.291125094772793),
    TruncatedNormalFixture(
      low: -2, high: 2, mean: 0.0, variance: 0.7737413035499232),
    TruncatedNormalFixture(
      low: -0.5, high: 3, mean: 0.503734458504945, variance: 0.47190764231025817),
    TruncatedNormalFixture(
      low: 0, high: 1, mean: 0.4598622292864266, variance: 0.07965182484851119),
    TruncatedNormalFixture(
      low: 1, high: 2, mean: 1.3831690466315525, variance: 0.07274288610060176),
    TruncatedNormalFixture(
      low: -3, high: -1, mean: -1.5100495132439835, variance: 0.1734529049241228),
    TruncatedNormalFixture(
      low: 0.25, high: 0.5, mean: 0.3730512253237275, variance: 0.0051952162849446815),
    TruncatedNormalFixture(
      low: -4, high: 0, mean: -0.7976674265872754, variance: 0.3626559669341075),
    TruncatedNormalFixture(
      low: 0, high: 20, mean: 0.7978845608028654, variance: 0.3633802276324186),
    TruncatedNormalFixture(
      low: 2, high: 30, mean: 2.37321553282284, variance: 0.11427910041408329),
    TruncatedNormalFixture(
      low: -30, high: -2, mean: -2.37321553282284, variance: 0.11427910041408329),
    TruncatedNormalFixture(
      low: 5, high: 6, mean: 5.183147090477182, variance: 0.029452430768436844),
    TruncatedNormalFixture(
      low: -6, high: -5, mean: -5.183147090477182, variance: 0.029452430768436844),
    TruncatedNormalFixture(
      low: 8, high: 9, mean: 8.121188992979867, variance: 0.014148542782169593),
    TruncatedNormalFixture(
      low: -9, high: -8, mean: -8.121188992979867, variance: 0.014148542782169593),
    TruncatedNormalFixture(
      low: 8, high: 30, mean: 8.12136811223618, variance: 0.014324883442787484),
    TruncatedNormalFixture(
      low: -30, high: -8, mean: -8.12136811223618, variance: 0.014324883442787484),
  ]
}
