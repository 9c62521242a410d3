// A training that is killed and resumed by `Scripts/kill-test.sh`.
//
//   backprop-kill-worker SEED WEIGHTS [CHECKPOINT]
//
// Trains, and writes the weights at the end. With a checkpoint it goes on from there, if the file
// exists, and writes it after every second batch; without, it is what the others are compared with.

import BackpropTraining
import TensorFormats

let arguments = CommandLine.arguments
guard arguments.count >= 3, let seed = UInt64(arguments[1]) else {
  fatalError("usage: backprop-kill-worker SEED WEIGHTS [CHECKPOINT]")
}

var generator = PhiloxGenerator(seed: seed)
let classCount = 5
let classes = (0..<600).map { _ in generator.next(below: classCount) }
var inputs = Tensor<Float>.normal([classes.count, 20], using: &generator)
for (row, index) in classes.enumerated() { inputs[row, index] += 2 }
let data = TensorDataset(inputs: inputs, classes: classes)
let split = try DataSplit.stratified(classes: classes, validation: 0.2, seed: seed)

RandomSource.seed(seed)
let network = Sequential<Float>(
  Linear(20, 64), BatchNorm1d(64), ReLU(), Dropout(keep: 0.7), Linear(64, 64), Tanh(),
  Dropout(keep: 0.9),
  Linear(64, classCount))
let optimizer = Adam(network.getParameters(), learningRate: 0.002)
let trainer = Trainer(network, CrossEntropyCriterion(), optimizer)
let loader = DataLoader(data.subset(split.training), batchSize: 32, seed: seed)
let epochs = 20
let schedule = Schedule(optimizer, .cosine(steps: epochs * loader.batchCount))
var callbacks: [TrainingCallback<Float>] = [
  ScheduleStepping(schedule, each: .batch), EarlyStopping(patience: epochs, restoresBest: true),
]
var checkpoint: Checkpoint<Float>?
if arguments.count > 3 {
  callbacks.append(
    Checkpointing(arguments[3], every: .batches(2), best: arguments[3] + ".best"))
  checkpoint = try Checkpoint(ifPresentAt: arguments[3])
}
try trainer.fit(
  loader, epochs: epochs, validation: data.subset(split.validation), metrics: [Accuracy()],
  callbacks: callbacks, resumingFrom: checkpoint)

try StateDictionary.of(network).write(to: arguments[2])
