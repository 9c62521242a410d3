"""Fashion-MNIST in PyTorch: the network, the settings and the epochs of `make fashion`, with the
images in memory as tensors. Prints the seconds that training took and the accuracy on the test
images, as JSON."""

import argparse
import gzip
import json
import math
import pathlib
import time

import numpy as np
import torch
import torch.nn.functional as F


def read(path, header):
    with gzip.open(path) as file:
        return np.frombuffer(file.read(), np.uint8, offset=header).copy()


def images_and_labels(directory, name):
    images = read(directory / f"{name}-images-idx3-ubyte.gz", 16).reshape(-1, 784)
    return images, torch.from_numpy(read(directory / f"{name}-labels-idx1-ubyte.gz", 8)).long()


parser = argparse.ArgumentParser()
parser.add_argument("--directory", type=pathlib.Path, default="/usr/share/datasets/fashion-mnist")
parser.add_argument("--layers", default="256,128,100")
parser.add_argument("--epochs", type=int, default=10)
parser.add_argument("--batch", type=int, default=128)
parser.add_argument("--rate", type=float, default=0.003)
parser.add_argument("--decay", type=float, default=0.1)
parser.add_argument("--dropout", type=float, default=0.1)
parser.add_argument("--smoothing", type=float, default=0.1)
parser.add_argument("--warmup", type=float, default=0.2)
parser.add_argument("--seed", type=int, default=1)
options = parser.parse_args()

torch.manual_seed(options.seed)
train_images, train_labels = images_and_labels(options.directory, "train")
test_images, test_labels = images_and_labels(options.directory, "t10k")
mean, deviation = train_images.mean() / 255, train_images.std() / 255


def scaled(images):
    return ((torch.from_numpy(images).float() / 255) - mean) / deviation


x, x_test = scaled(train_images), scaled(test_images)
sizes = [784, *map(int, options.layers.split(",")), 10]
layers = []
for index, (inputs, outputs) in enumerate(zip(sizes, sizes[1:])):
    linear = torch.nn.Linear(inputs, outputs)
    torch.nn.init.kaiming_normal_(linear.weight, nonlinearity="relu")
    torch.nn.init.zeros_(linear.bias)
    layers.append(linear)
    if index < len(sizes) - 2:
        layers.append(torch.nn.ReLU())
        if options.dropout > 0:
            layers.append(torch.nn.Dropout(options.dropout))
model = torch.nn.Sequential(*layers)
optimizer = torch.optim.AdamW(
    model.parameters(), lr=options.rate, weight_decay=options.decay)
steps = options.epochs * math.ceil(len(x) / options.batch)


def factor(step):
    part = step / steps
    if part < options.warmup:
        return part / options.warmup
    return 0.5 * (1 + math.cos(math.pi * (part - options.warmup) / (1 - options.warmup)))


schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, factor)
start = time.perf_counter()
for _ in range(options.epochs):
    for indices in torch.randperm(len(x)).split(options.batch):
        optimizer.zero_grad()
        loss = F.cross_entropy(
            model(x[indices]), train_labels[indices], label_smoothing=options.smoothing)
        loss.backward()
        optimizer.step()
        schedule.step()
seconds = time.perf_counter() - start
model.eval()
with torch.inference_mode():
    accuracy = (model(x_test).argmax(1) == test_labels).double().mean().item()
print(json.dumps({"seconds": seconds, "test_accuracy": accuracy, "threads": torch.get_num_threads()}))
